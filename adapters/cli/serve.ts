import type { Command } from 'commander';
import type { CliDeps } from './deps.ts';

export function serveCommand(program: Command, deps: CliDeps, end: (code: number) => void): void {
  program
    .command('serve')
    .description('run Reveille until it is told to stop')
    .action(async () => end(await deps.serve()));
}
