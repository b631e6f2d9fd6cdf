import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';

export function exportCommand(program: Command, deps: CliDeps, end: (code: number) => void): void {
  program
    .command('export')
    .description('write the account as a team file')
    .option('--account <key>', 'which account; needed only where there are several')
    .option('--json', 'print it as JSON, which can be applied too')
    .action(async (options: { account?: string; json?: true }) => {
      const result = await deps.export(options.account ?? null);
      if (!result.ok) {
        for (const line of result.refusal.lines) deps.err(line);
        return end(result.refusal.wrongUse ? 2 : 1);
      }
      deps.out(options.json ? JSON.stringify(result.value.file, null, 2) : result.value.yaml.trimEnd());
    });
}
