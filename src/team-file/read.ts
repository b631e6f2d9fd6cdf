import { closest, distance } from 'fastest-levenshtein';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { no, ok, type Result } from '../lib/result.ts';
import { checkReferences } from './references.ts';
import { laterSections, type TeamFile, teamFileShape } from './shape.ts';

/** What is wrong with a team file, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** `people.bo.role` */
  readonly path: string;
  readonly message: string;
}

type Path = readonly PropertyKey[];

/** A team file that is right by itself; `problem` says where something stands that is wrong in its account. */
export interface ReadFile {
  readonly file: TeamFile;
  problem(path: Path, message: string): Problem;
}

/** Reads a team file; `env` fills `${NAME}`. All problems at once, in the order of their lines. */
export function readTeamFile(text: string, env: NodeJS.ProcessEnv): Result<ReadFile, readonly Problem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      path: '',
      message: `is not valid YAML: ${error.message}`,
    }));
    return no(problems);
  }
  const at = (path: Path, message: string): Problem => ({
    line: lineOf(document, lines, path),
    path: path.map(String).join('.'),
    message,
  });
  const filled = fill(document.toJS(), env, [], at);
  if (filled.problems.length > 0) return no(filled.problems);
  const parsed = teamFileShape.safeParse(filled.value);
  if (!parsed.success) {
    return no(inOrder(parsed.error.issues.flatMap((issue) => problemsOf(issue, filled.value, at))));
  }
  const references = checkReferences(parsed.data).map(({ path, message }) => at(path, message));
  return references.length === 0 ? ok({ file: parsed.data, problem: at }) : no(inOrder(references));
}

/** `team.yaml:14: people.bo.role must be …` */
export function sayProblem(file: string, problem: Problem): string {
  return `${file}:${problem.line}: ${problem.path === '' ? 'the file' : problem.path} ${problem.message}`;
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line);
}

/** The line of the deepest part of the path that is there. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => (isScalar(item.key) ? item.key.value : item.key) === key);
      if (isScalar(pair?.key) && pair.key.range != null) return lines.linePos(pair.key.range[0]).line;
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isScalar(node) && node.range != null) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function problemsOf(
  issue: z.core.$ZodIssue,
  value: unknown,
  at: (path: Path, message: string) => Problem,
): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => at([...issue.path, name], unknownKey(name, issue.path)));
  }
  if (issue.code === 'invalid_key') {
    return [at(issue.path, issue.issues[0]?.message ?? issue.message)];
  }
  const missing = issue.code === 'invalid_type' && valueAt(value, issue.path) === undefined;
  if (missing) return [at(issue.path, 'is missing')];
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    return [at(issue.path, `must be ${kindWords[issue.expected] ?? issue.expected}${shown(value, issue.path)}`)];
  }
  return [at(issue.path, `${issue.message}${shown(value, issue.path)}`)];
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of names',
  record: 'a map of names',
};

/** What stands there, where it is short; the value of a key is a secret. */
function shown(value: unknown, path: Path): string {
  const found = valueAt(value, path);
  if (path.at(-1) === 'value' || found === null || typeof found === 'object') return '';
  const text = String(found);
  return text.length > 60 ? '' : ` (it is "${text}")`;
}

const known: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(teamFileShape.shape),
  people: ['name', 'email', 'zone', 'role', 'slack', 'was', 'enabled'],
  policies: ['loops', 'rules', 'was', 'enabled'],
  services: ['name', 'policy', 'channel', 'keys', 'was', 'enabled'],
  rules: ['page', 'wait'],
  keys: ['name', 'value'],
  channel: ['slack'],
  connect: ['slack'],
  notices: ['slack'],
};

function unknownKey(name: string, path: Path): string {
  if (path.length === 0 && laterSections.includes(name)) return 'is not there yet in this version';
  const parent = path.map(String);
  const place =
    ['rules', 'keys', 'channel', 'connect', 'notices'].find((part) => parent.includes(part)) ?? parent[0] ?? '';
  const allowed = known[place] ?? [];
  const near = allowed.length === 0 ? '' : closest(name, [...allowed]);
  const hint = near !== '' && distance(name, near) <= 2 ? ` Did you mean ${near}?` : '';
  if (name === 'discord') return 'is not there yet: Discord comes in a later version';
  return `is not known here; allowed: ${allowed.join(', ')}.${hint}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let found: unknown = value;
  for (const part of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, part);
  }
  return found;
}

/** Replaces `${NAME}` in every text. */
function fill(
  value: unknown,
  env: NodeJS.ProcessEnv,
  path: Path,
  at: (path: Path, message: string) => Problem,
): { value: unknown; problems: readonly Problem[] } {
  if (typeof value === 'string') {
    const problems: Problem[] = [];
    const text = value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = env[name];
      if (found === undefined) problems.push(at(path, `uses \${${name}}, which is not set in the environment`));
      return found ?? '';
    });
    return { value: text, problems };
  }
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown, index) => fill(part, env, [...path, index], at));
    return { value: parts.map((part) => part.value), problems: parts.flatMap((part) => part.problems) };
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => [name, fill(part, env, [...path, name], at)] as const);
    return {
      value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
      problems: parts.flatMap(([, part]) => part.problems),
    };
  }
  return { value, problems: [] };
}
