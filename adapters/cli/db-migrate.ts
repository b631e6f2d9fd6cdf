import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';

export function migrateCommand(program: Command, deps: CliDeps, end: (code: number) => void): void {
  program
    .command('db')
    .description('look after the database')
    .command('migrate')
    .description('bring the database to the schema of this version')
    .action(async () => {
      const result = await deps.migrate();
      if (result.ok) return deps.out(result.value);
      for (const line of result.refusal) deps.err(line);
      end(1);
    });
}
