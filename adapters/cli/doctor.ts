import type { Command } from 'commander';
import { areas, type Finding } from '../../src/doctor/port.ts';
import type { CliDeps } from './deps.ts';

const marks = { ok: '✓', warning: '!', wrong: '✗' } as const;

export function doctorCommand(program: Command, deps: CliDeps, end: (code: number) => void): void {
  program
    .command('doctor')
    .description('say what is wrong and what to do: configuration, database, jobs, team, chat')
    .option('--json', 'print what was found as JSON')
    .action(async (options: { json?: true }) => {
      const findings = await deps.doctor();
      const wrong = count(findings, 'wrong');
      const warnings = count(findings, 'warning');
      if (options.json) deps.out(JSON.stringify({ ok: wrong === 0, wrong, warnings, findings }));
      else {
        for (const line of linesOf(findings)) deps.out(line);
        deps.out(wrong + warnings === 0 ? 'Nothing is wrong.' : `${wrong} wrong, ${warnings} to look at.`);
      }
      if (wrong > 0) end(1);
    });
}

function linesOf(findings: readonly Finding[]): readonly string[] {
  return areas.flatMap((area) => {
    const here = findings.filter((finding) => finding.area === area);
    if (here.length === 0) return [];
    const title = `${area.charAt(0).toUpperCase()}${area.slice(1)}`;
    return [title, ...here.flatMap(told), ''];
  });
}

function told(finding: Finding): readonly string[] {
  const what = `  ${marks[finding.result]} ${finding.what}`;
  return finding.result === 'ok' ? [what] : [what, `    → ${finding.todo}`];
}

function count(findings: readonly Finding[], result: Finding['result']): number {
  return findings.filter((finding) => finding.result === result).length;
}
