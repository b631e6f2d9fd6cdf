import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CliDeps } from '../adapters/cli/deps.ts';
import { buildProgram } from '../adapters/cli/program.ts';
import type { Config } from './config.ts';
import { environment, readConfig } from './config.ts';
import { attempt } from './db/attempt.ts';
import { migrateSqlite } from './db/migrate.ts';
import { openSqlite } from './db/sqlite.ts';
import { examine, examineNothing } from './examine.ts';
import { laterFor } from './job/later.ts';
import { systemClock } from './lib/clock.ts';
import { newId } from './lib/ids.ts';
import type { Log } from './lib/log.ts';
import { no, type Result } from './lib/result.ts';
import { createLog } from './pino.ts';
import { serveUntilTold } from './serve-until-told.ts';
import { makeKey } from './service/integration-key.ts';
import { applyTeamFile } from './team-file/apply.ts';
import type { Applied } from './team-file/commands.ts';
import { readTeamFile, sayProblem } from './team-file/read.ts';

/** Runs one command. The value is the exit code: 0 done, 1 refused or failed, 2 wrong use. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  const err = (text: string): void => void process.stderr.write(`${text}\n`);
  const env = environment();
  const read = readConfig(env, process.stdout.isTTY === true);
  const deps = read.ok ? commandsOf(read.value, env, { out, err }) : refusing(read.refusal, { out, err });
  return await buildProgram(deps).run(words);
}

interface Say {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

function commandsOf(config: Config, env: NodeJS.ProcessEnv, say: Say): CliDeps {
  const log = createLog(config);
  // The doctor says them itself, and its output may be JSON.
  const noted = <T>(work: () => T): T => {
    for (const note of config.notes) log.warn({}, note);
    return work();
  };
  return {
    ...say,
    database: config.databaseFile,
    serve: () => noted(() => serveUntilTold(config, log, say)),
    migrate: async () => noted(() => migrate(config)),
    apply: (file) => noted(() => apply(config, log, env, file)),
    doctor: () => examine(config, systemClock),
    fault: (error) => log.error({ err: error }, 'the command failed'),
  };
}

/** With a wrong environment nothing is done, but help is given all the same. */
function refusing(problems: readonly string[], say: Say): CliDeps {
  return {
    ...say,
    database: '',
    serve: async () => {
      for (const problem of problems) say.err(problem);
      return 1;
    },
    migrate: async () => no(problems),
    apply: async () => no(problems),
    doctor: async () => examineNothing(problems),
    fault: (error) => {
      throw error;
    },
  };
}

function migrate({ databaseFile }: Config): Result<string, readonly string[]> {
  const migrated = migrateSqlite(databaseFile);
  if (!migrated.ok) return no([migrated.refusal.message]);
  const { applied } = migrated.value;
  const what = applied === 0 ? 'is up to date' : `was brought up to date (${applied} migrations)`;
  return { ok: true, value: `${databaseFile} ${what}.` };
}

async function apply(
  config: Config,
  log: Log,
  env: NodeJS.ProcessEnv,
  path: string,
): Promise<Result<Applied, readonly string[]>> {
  const text = readText(path);
  if (!text.ok) return text;
  const read = readTeamFile(text.value, env);
  if (!read.ok) return no(read.refusal.map((problem) => sayProblem(path, problem)));
  const migrated = migrateSqlite(config.databaseFile);
  if (!migrated.ok) return no([migrated.refusal.message]);
  const store = openSqlite(config.databaseFile, log);
  try {
    const operator = { who: { kind: 'operator' }, role: null } as const;
    const deps = { newId, later: laterFor(newId), makeKey: () => makeKey(randomBytes) };
    const applied = await attempt(store, (tx) => applyTeamFile(tx, deps, operator, read.value.file, systemClock()));
    if (applied.ok) return applied;
    if (applied.refusal.code === 'not-permitted') return no(['You may not change this account.']);
    const problems = applied.refusal.conflicts.map(({ path: at, message }) => read.value.problem(at, message));
    return no(problems.map((problem) => sayProblem(path, problem)));
  } finally {
    await store.close();
  }
}

function readText(path: string): Result<string, readonly string[]> {
  try {
    return { ok: true, value: readFileSync(path, 'utf8') };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const why =
      error.code === 'ENOENT' ? 'there is no such file' : error.code === 'EISDIR' ? 'it is a folder' : error.message;
    return no([`${path} cannot be read: ${why}.`]);
  }
}
