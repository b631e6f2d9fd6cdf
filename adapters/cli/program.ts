import { Command, CommanderError } from 'commander';
import { applyCommand } from './apply.ts';
import { migrateCommand } from './db-migrate.ts';
import type { CliDeps } from './deps.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { serveCommand } from './serve.ts';

/** Exit codes: 0 done, 1 refused or failed, 2 wrong use, 3 a dry run that found something to do. */
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
  for (const add of [serveCommand, applyCommand, exportCommand, migrateCommand, doctorCommand]) add(program, deps, end);
  return {
    run: async (words) => {
      try {
        await program.parseAsync([...words], { from: 'user' });
        return code;
      } catch (error) {
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        deps.err(deps.fault(error) ?? 'That did not work. The reason stands in the log.');
        return 1;
      }
    },
  };
}
