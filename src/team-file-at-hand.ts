import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { attempt } from './db/attempt.ts';
import { nameOfDatabase, openDatabase } from './db/database.ts';
import type { Store } from './db/store.ts';
import { laterFor } from './job/later.ts';
import { systemClock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { never, no, ok, type Result } from './lib/result.ts';
import { makeKey } from './service/integration-key.ts';
import { type ApplyRefusal, applyTeamFile, lookAhead } from './team-file/apply.ts';
import type { Applied, ApplyWish, Change, Exported } from './team-file/commands.ts';
import { exportTeamFile } from './team-file/export.ts';
import { type ReadFile, readTeamFile, sayProblem } from './team-file/read.ts';

type Sentences = readonly string[];

const operator = { who: { kind: 'operator' }, role: null } as const;
const deps = { newId, later: laterFor(newId), makeKey: () => makeKey(randomBytes) };

/** `reveille apply FILE`, with what goes before and after it. Refusals are sentences. */
export async function applyFile(
  config: Config,
  log: Log,
  env: NodeJS.ProcessEnv,
  path: string,
  wish: ApplyWish,
): Promise<Result<Applied, Sentences>> {
  const text = readText(path);
  if (!text.ok) return text;
  const read = readTeamFile(text.value, env);
  if (!read.ok) return no(read.refusal.map((problem) => sayProblem(path, problem)));
  const { file } = read.value;
  const refused = (refusal: ApplyRefusal) => no(sayRefusal(refusal, path, read.value));
  const prune = wish.prune !== null;
  if (wish.dryRun && isMissing(config)) {
    const plan = await lookAhead(null, deps, operator, file, systemClock(), prune);
    return plan.ok ? ok({ ...plan.value, madeKeys: [] }) : refused(plan.refusal);
  }
  return await withStore(config, log, async (store) => {
    // In a transaction, so that what is read belongs together.
    const look = () => store.transaction((tx) => lookAhead(tx, deps, operator, file, systemClock(), prune));
    let agreed: readonly Change[] | null = null;
    if (wish.dryRun || wish.prune !== null) {
      const plan = await look();
      if (!plan.ok) return refused(plan.refusal);
      if (wish.dryRun) return ok({ ...plan.value, madeKeys: [] });
      agreed = plan.value.deletions;
      if (agreed.length > 0 && !(await wish.prune?.agreed(agreed))) return no(['Nothing was changed.']);
    }
    const applied = await attempt(store, (tx) =>
      applyTeamFile(tx, deps, operator, file, systemClock(), agreed === null ? null : { agreed }),
    );
    return applied.ok ? applied : refused(applied.refusal);
  });
}

/** `reveille export`. A question that leaves open which account is meant is wrong use. */
export async function exportAccount(
  config: Config,
  log: Log,
  key: string | null,
): Promise<Result<Exported, { readonly wrongUse: boolean; readonly lines: Sentences }>> {
  const name = nameOfDatabase(config.database);
  const none = `There is no account in ${name} yet. Apply a team file: npm run -s reveille -- apply team.yaml`;
  if (isMissing(config)) return no({ wrongUse: false, lines: [none] });
  const result = await withStore(config, log, async (store) =>
    ok(await store.transaction((tx) => exportTeamFile(tx, key))),
  );
  if (!result.ok) return no({ wrongUse: false, lines: result.refusal });
  if (result.value.ok) return result.value;
  const { refusal } = result.value;
  if (refusal.code === 'no-account') return no({ wrongUse: false, lines: [none] });
  const all = refusal.accounts.join(', ');
  return refusal.code === 'several-accounts'
    ? no({ wrongUse: true, lines: [`There are several accounts: ${all}. Say which one with --account KEY.`] })
    : no({ wrongUse: false, lines: [`There is no account ${key} in ${name}; there are: ${all}.`] });
}

/** A file that would be made. */
function isMissing({ database }: Config): boolean {
  return database.kind === 'sqlite' && !existsSync(database.file);
}

/** The database as this version has it, for one command. */
async function withStore<T>(
  config: Config,
  log: Log,
  work: (store: Store) => Promise<Result<T, Sentences>>,
): Promise<Result<T, Sentences>> {
  const opened = await openDatabase(config.database, log);
  if (!opened.ok) return no([opened.refusal.message]);
  const store = opened.value;
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function sayRefusal(refusal: ApplyRefusal, path: string, read: ReadFile): Sentences {
  switch (refusal.code) {
    case 'not-permitted':
      return ['You may not change this account.'];
    case 'conflicts':
      return refusal.conflicts.map(({ path: at, message }) => sayProblem(path, read.problem(at, message)));
    case 'changed-meanwhile':
      return ['The account was changed meanwhile, and more would be deleted now. Nothing was changed: run it again.'];
    default:
      return never(refusal);
  }
}

function readText(path: string): Result<string, Sentences> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const why =
      error.code === 'ENOENT' ? 'there is no such file' : error.code === 'EISDIR' ? 'it is a folder' : error.message;
    return no([`${path} cannot be read: ${why}.`]);
  }
}
