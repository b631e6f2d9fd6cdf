import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function climb(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('The sandbox is not inside a package: no package.json above it');
  return climb(above);
}

/** The folder with package.json: the same whether this runs from `sandbox/` (tests) or from `dist/sandbox/`. */
export const packageRoot = climb(dirname(fileURLToPath(import.meta.url)));
