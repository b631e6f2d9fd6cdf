import { execFileSync } from 'node:child_process';

/** A program that some tests need and that no package of ours brings. */
export interface Program {
  readonly path: string | null;
  /** One line that says what to set, for whoever reads why tests were skipped. */
  readonly missing: string;
}

/** By its environment variable, else by its name on the PATH. */
export function program(variable: string, names: readonly string[]): Program {
  const missing = `skipped: ${names.join(' or ')} is not installed; install it, or set ${variable} to its path`;
  const set = process.env[variable];
  if (set !== undefined && set !== '') return { path: set, missing };
  for (const name of names) {
    try {
      return { path: execFileSync('which', [name], { encoding: 'utf8' }).trim(), missing };
    } catch {
      // Not under this name.
    }
  }
  return { path: null, missing };
}

/** Says once why tests are skipped. */
export function sayMissing(programs: readonly Program[]): boolean {
  const absent = programs.filter(({ path }) => path === null);
  for (const { missing } of absent) process.stderr.write(`${missing}\n`);
  return absent.length > 0;
}
