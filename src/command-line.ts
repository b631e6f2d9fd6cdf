import type { CliDeps } from '../adapters/cli/deps.ts';
import { buildProgram } from '../adapters/cli/program.ts';
import { terminal } from './ask-on-terminal.ts';
import type { Config } from './config.ts';
import { environment, readConfig } from './config.ts';

import { migrateDatabase, nameOfDatabase } from './db/database.ts';
import { saySqliteTrouble } from './db/sqlite-trouble.ts';

import { systemClock } from './lib/clock.ts';
import type { Log } from './lib/log.ts';
import { no, type Result } from './lib/result.ts';
import { createLog } from './pino.ts';

// A command loads what it needs and no more: `serve` takes its first alert the sooner.
const serving = () => import('./serve-until-told.ts');
const teamFiles = () => import('./team-file-at-hand.ts');
const doctor = () => import('./examine.ts');

/** Runs one command. The value is the exit code: 0 done, 1 refused or failed, 2 wrong use, 3 a dry run that found something to do. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  const err = (text: string): void => void process.stderr.write(`${text}\n`);
  const env = environment();
  const read = readConfig(env, process.stdout.isTTY === true);
  const say = { out, err, ask: terminal() };
  const deps = read.ok ? commandsOf(read.value, logOf(read.value, words), env, say) : refusing(read.refusal, say);
  return await buildProgram(deps).run(words);
}

/**
 * What `serve` prints is its log. What another command prints may be taken further, so its log is beside it; it ends at once,
 * so that of what is said by default only errors are of use.
 */
function logOf(config: Config, [command]: readonly string[]): Log {
  if (command === 'serve') return createLog(config, process.stdout);
  const logLevel = config.logLevel === 'info' ? 'error' : config.logLevel;
  return createLog({ ...config, logLevel }, process.stderr);
}

type Say = Pick<CliDeps, 'out' | 'err' | 'ask'>;

function commandsOf(config: Config, log: Log, env: NodeJS.ProcessEnv, say: Say): CliDeps {
  // The doctor says them itself, and its output may be JSON.
  const noted = <T>(work: () => T): T => {
    for (const note of config.notes) log.warn({}, note);
    return work();
  };
  return {
    ...say,
    database: nameOfDatabase(config.database),
    serve: () => noted(async () => (await serving()).serveUntilTold(config, log, say)),
    migrate: () => noted(() => migrate(config)),
    apply: (file, wish) => noted(async () => (await teamFiles()).applyFile(config, log, env, file, wish)),
    export: (account) => noted(async () => (await teamFiles()).exportAccount(config, log, account)),
    doctor: async () => (await doctor()).examine(config, systemClock),
    fault: (error) => {
      const { database } = config;
      const trouble = database.kind === 'sqlite' ? saySqliteTrouble(error, database.file) : null;
      if (trouble === null) log.error({ err: error }, 'the command failed');
      return trouble;
    },
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
    doctor: async () => (await doctor()).examineNothing(problems),
    export: async () => no({ wrongUse: false, lines: problems }),
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
