import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CliDeps } from '../adapters/cli/deps.ts';
import { buildProgram } from '../adapters/cli/program.ts';
import type { Config } from './config.ts';
import { environment, readConfig } from './config.ts';
import { attempt } from './db/attempt.ts';
import { migrateDatabase, nameOfDatabase, openDatabase } from './db/database.ts';
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
  for (const note of config.notes) log.warn({}, note);
  return {
    ...say,
    database: nameOfDatabase(config.database),
    serve: () => serveUntilTold(config, log, say),
    migrate: () => migrate(config),
    apply: (file) => apply(config, log, env, file),
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
    fault: (error) => {
      throw error;
    },
  };
}

async function migrate({ database }: Config): Promise<Result<string, readonly string[]>> {
  const migrated = await migrateDatabase(database);
  if (!migrated.ok) return no([migrated.refusal.message]);
  const { applied } = migrated.value;
  const what = applied === 0 ? 'is up to date' : `was brought up to date (${applied} migrations)`;
  return { ok: true, value: `${nameOfDatabase(database)} ${what}.` };
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
  const opened = await openDatabase(config.database, log);
  if (!opened.ok) return no([opened.refusal.message]);
  const store = opened.value;
  try {
    const operator = { who: { kind: 'operator' }, role: null } as const;
    const deps = { newId, makeKey: () => makeKey(randomBytes) };
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
