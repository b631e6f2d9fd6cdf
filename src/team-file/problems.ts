import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { laterSections, teamFileShape } from './shape.ts';

/** What is wrong with a team file, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** `people.bo.role` */
  readonly path: string;
  readonly message: string;
}

type Path = readonly PropertyKey[];
type At = (path: Path, message: string) => Problem;

/** What zod found, in words that say what is allowed. `raw` is the file before the environment was filled in. */
export function problemsIn(issues: readonly z.core.$ZodIssue[], raw: unknown, at: At): readonly Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, raw, at));
}

function problemsOf(issue: z.core.$ZodIssue, raw: unknown, at: At): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => at([...issue.path, name], unknownKey(name, issue.path)));
  }
  if (issue.code === 'invalid_key') return [at(issue.path, issue.issues[0]?.message ?? issue.message)];
  if (issue.code === 'invalid_type' && valueAt(raw, issue.path) === undefined) return [at(issue.path, 'is missing')];
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    return [at(issue.path, `must be ${kindWords[issue.expected] ?? issue.expected}${shown(raw, issue.path)}`)];
  }
  return [at(issue.path, `${issue.message}${shown(raw, issue.path)}`)];
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of names',
  record: 'a map of names',
};

/** What stands there, where it is short. What may be a secret is not repeated: a key's value, or what the environment said. */
function shown(raw: unknown, path: Path): string {
  const found = valueAt(raw, path);
  const secret = path[0] === 'services' && path[2] === 'keys';
  // A number with so many digits is not what stands there.
  const rounded = typeof found === 'number' && Number.isInteger(found) && !Number.isSafeInteger(found);
  if (secret || rounded || found === undefined || typeof found === 'object')
    return found === null ? ' (it is empty)' : '';
  const text = String(found);
  return text.length > 60 ? '' : ` (it is "${text}")`;
}

/** What each place of the file knows, `*` standing for a name or a place in a list. */
const known: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(teamFileShape.shape),
  connect: ['slack', 'discord'],
  notices: ['slack', 'discord'],
  'people.*': ['name', 'email', 'zone', 'role', 'slack', 'discord', 'was', 'enabled'],
  'policies.*': ['loops', 'rules', 'was', 'enabled'],
  'policies.*.rules.*': ['page', 'wait'],
  'services.*': ['name', 'policy', 'channel', 'acknowledge_timeout', 'auto_resolve', 'keys', 'was', 'enabled'],
  'services.*.channel': ['slack', 'discord'],
  'services.*.keys.*': ['name', 'value'],
};

function unknownKey(name: string, path: Path): string {
  if (path.length === 0 && laterSections.includes(name)) return 'is not there yet in this version';
  const place = path.map((part, index) => (index % 2 === 1 ? '*' : String(part))).join('.');
  const allowed = known[place] ?? [];
  const near = allowed.length === 0 ? name : closest(name, [...allowed]);
  const hint = near !== name && distance(name, near) <= 2 ? ` Did you mean ${near}?` : '';
  return `is not known here; allowed: ${allowed.join(', ')}.${hint}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let found: unknown = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}
