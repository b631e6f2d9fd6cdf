import type { Command } from 'commander';
import type { Applied, Change } from '../../src/team-file/commands.ts';
import type { CliDeps } from './deps.ts';
import { planLines, sayDeletions } from './plan-words.ts';

interface Options {
  readonly dryRun?: true;
  readonly prune?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function applyCommand(program: Command, deps: CliDeps, end: (code: number) => void): void {
  program
    .command('apply')
    .description('make the account as a team file says')
    .argument('<file>', 'the team file, YAML')
    .option('--dry-run', 'say what would be done and do nothing; ends with 3 where there is something to do')
    .option('--prune', 'delete what the file does not name; asks first')
    .option('--yes', 'with --prune: do not ask')
    .option('--json', 'print what was done, or would be, as JSON')
    .action(async (file: string, options: Options) => {
      const wrong = wrongUse(options, deps);
      if (wrong !== null) {
        deps.err(wrong);
        return end(2);
      }
      const dryRun = options.dryRun === true;
      const agreed = (deletions: readonly Change[]) => (options.yes ? Promise.resolve(true) : ask(deps, deletions));
      const result = await deps.apply(file, { dryRun, prune: options.prune ? { agreed } : null });
      if (!result.ok) {
        for (const line of result.refusal) deps.err(line);
        return end(1);
      }
      if (options.json) deps.out(JSON.stringify({ changes: result.value.changes, madeKeys: result.value.madeKeys }));
      else say(deps, result.value, dryRun);
      if (dryRun && result.value.changes.length > 0) end(3);
    });
}

/** A sentence, or null where the options go together. */
function wrongUse({ dryRun, prune, yes }: Options, deps: CliDeps): string | null {
  if (yes && !prune) return '--yes answers what --prune asks; without --prune nothing is asked.';
  if (!prune || yes || dryRun || deps.ask !== null) return null;
  return '--prune asks before it deletes, and there is no terminal to ask on. Look at it with --dry-run, then add --yes.';
}

async function ask(deps: CliDeps, deletions: readonly Change[]): Promise<boolean> {
  const answer = await deps.ask?.(`Type yes to delete ${sayDeletions(deletions)}\n> `);
  return answer?.trim().toLowerCase() === 'yes';
}

function say(deps: CliDeps, { changes, madeKeys }: Applied, dryRun: boolean): void {
  const heading = dryRun ? `To be done in ${deps.database}:` : `Done in ${deps.database}:`;
  deps.out(changes.length === 0 ? `Nothing to change in ${deps.database}.` : heading);
  for (const line of planLines(changes, !dryRun)) deps.out(line);
  for (const { service, name, value } of madeKeys) deps.out(`The key ${name} of ${service}, shown once: ${value}`);
}
