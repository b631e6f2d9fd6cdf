import { attempt } from '../../src/db/attempt.ts';
import type { Store } from '../../src/db/store.ts';
import { laterFor } from '../../src/job/later.ts';
import { newId } from '../../src/lib/ids.ts';
import { type ApplyDeps, applyTeamFile } from '../../src/team-file/apply.ts';
import type { Applied } from '../../src/team-file/commands.ts';
import { readTeamFile, sayProblem } from '../../src/team-file/read.ts';

/** What the command line acts as. */
export const operator = { who: { kind: 'operator' }, role: null } as const;

let made = 0;

/** What applying needs; every key that it makes is another one, in the order of the counting. */
export function countedKeys(): ApplyDeps {
  return { newId, later: laterFor(newId), makeKey: () => `made${String(++made).padStart(28, '0')}` };
}

/** Makes the account as `text` says, the way `reveille apply` does; throws with every problem when it is refused. */
export async function applyText(store: Store, text: string, now: number): Promise<Applied> {
  const read = readTeamFile(text, {});
  if (!read.ok) throw new Error(read.refusal.map((problem) => sayProblem('team.yaml', problem)).join('\n'));
  const applied = await attempt(store, (tx) => applyTeamFile(tx, countedKeys(), operator, read.value.file, now));
  if (applied.ok) return applied.value;
  if (applied.refusal.code === 'not-permitted') throw new Error('the operator may not apply a team file');
  const problems = applied.refusal.conflicts.map(({ path, message }) => read.value.problem(path, message));
  throw new Error(problems.map((problem) => sayProblem('team.yaml', problem)).join('\n'));
}
