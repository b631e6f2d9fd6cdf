import { Command, CommanderError } from 'commander';
import type { Result } from '../../src/lib/result.ts';
import type { Applied } from '../../src/team-file/commands.ts';
import { applyCommand } from './apply.ts';
import { migrateCommand } from './db-migrate.ts';
import { serveCommand } from './serve.ts';

/** What the commands do; refusals are sentences. */
export interface CliDeps {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** The database that commands write to; said, because with and without tokens it is another one. */
  readonly database: string;
  /** The value is the exit code. */
  serve(): Promise<number>;
  migrate(): Promise<Result<string, readonly string[]>>;
  apply(file: string): Promise<Result<Applied, readonly string[]>>;
  /** Something that nobody expected; its stack goes to the log and not to the person. */
  fault(error: unknown): void;
}

/** Exit codes: 0 done, 1 refused or failed, 2 wrong use. */
export function buildProgram(deps: CliDeps): { run(words: readonly string[]): Promise<number> } {
  let code = 0;
  const end = (value: number): void => {
    code = value;
  };
  const program = new Command('reveille')
    .description('On-call that lives in Slack and Discord.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => deps.out(text.trimEnd()), writeErr: (text) => deps.err(text.trimEnd()) })
    .showHelpAfterError('Run with --help to see what there is.');
  for (const add of [serveCommand, applyCommand, migrateCommand]) add(program, deps, end);
  return {
    run: async (words) => {
      try {
        await program.parseAsync([...words], { from: 'user' });
        return code;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        deps.fault(error);
        deps.err('That did not work. The reason stands in the log.');
        return 1;
      }
    },
  };
}
