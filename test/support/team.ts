import { attempt } from '../../src/db/attempt.ts';
import type { Store } from '../../src/db/store.ts';
import { laterFor } from '../../src/job/later.ts';
import { newId } from '../../src/lib/ids.ts';
import { type ApplyDeps, type ApplyRefusal, applyTeamFile, lookAhead } from '../../src/team-file/apply.ts';
import type { Applied, Change } from '../../src/team-file/commands.ts';
import { readTeamFile, sayProblem } from '../../src/team-file/read.ts';
import type { TeamFile } from '../../src/team-file/shape.ts';
import { inShort } from './changes.ts';

/** What the command line acts as. */
export const operator = { who: { kind: 'operator' }, role: null } as const;

let made = 0;

/** What applying needs; every key that it makes is another one, in the order of the counting. */
export function countedKeys(): ApplyDeps {
  return { newId, later: laterFor(newId), makeKey: () => `made${String(++made).padStart(28, '0')}` };
}

/** What was done, in short and whole. */
export interface Done extends Omit<Applied, 'changes'> {
  readonly changes: readonly string[];
  readonly all: readonly Change[];
}

/** Makes the account as `text` says, the way `reveille apply` does; throws with every problem when it is refused. */
export async function applyText(store: Store, text: string, now: number): Promise<Done> {
  const { file, throws } = reading(text);
  const applied = await attempt(store, (tx) => applyTeamFile(tx, countedKeys(), operator, file, now));
  return applied.ok ? done(applied.value) : throws(applied.refusal);
}

/** The same with `--prune --yes`. */
export async function pruneText(store: Store, text: string, now: number): Promise<Done> {
  const { file, throws } = reading(text);
  const plan = await lookAhead(store.read, countedKeys(), operator, file, now, true);
  if (!plan.ok) return throws(plan.refusal);
  const prune = { agreed: plan.value.deletions };
  const applied = await attempt(store, (tx) => applyTeamFile(tx, countedKeys(), operator, file, now, prune));
  return applied.ok ? done(applied.value) : throws(applied.refusal);
}

/** What `--dry-run` would find to do. */
export async function planText(store: Store, text: string, now: number, prune = false): Promise<readonly Change[]> {
  const { file, throws } = reading(text);
  const plan = await lookAhead(store.read, countedKeys(), operator, file, now, prune);
  return plan.ok ? plan.value.changes : throws(plan.refusal);
}

function reading(text: string): { file: TeamFile; throws: (refusal: ApplyRefusal) => never } {
  const read = readTeamFile(text, {});
  if (!read.ok) throw new Error(read.refusal.map((problem) => sayProblem('team.yaml', problem)).join('\n'));
  const { file, problem } = read.value;
  const throws = (refusal: ApplyRefusal): never => {
    if (refusal.code !== 'conflicts') throw new Error(refusal.code);
    const problems = refusal.conflicts.map(({ path, message }) => problem(path, message));
    throw new Error(problems.map((one) => sayProblem('team.yaml', one)).join('\n'));
  };
  return { file, throws };
}

function done(applied: Applied): Done {
  return { ...applied, changes: inShort(applied.changes), all: applied.changes };
}
