import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';

export function applyCommand(program: Command, deps: CliDeps, end: (code: number) => void): void {
  program
    .command('apply')
    .description('make the account as a team file says')
    .argument('<file>', 'the team file, YAML')
    .option('--json', 'print what was done as JSON')
    .action(async (file: string, options: { json?: true }) => {
      const result = await deps.apply(file);
      if (!result.ok) {
        for (const line of result.refusal) deps.err(line);
        return end(1);
      }
      const { changes, madeKeys } = result.value;
      if (options.json) return deps.out(JSON.stringify({ changes, madeKeys }));
      if (changes.length === 0) return deps.out(`Nothing to change in ${deps.database}.`);
      deps.out(`In ${deps.database}:`);
      for (const change of changes) deps.out(`  ${change}`);
      for (const { service, name, value } of madeKeys) {
        deps.out(`The key ${name} of ${service}, shown once: ${value}`);
      }
    });
}
