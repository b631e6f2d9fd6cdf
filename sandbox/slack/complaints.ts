import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The value that an issue's path leads to, undefined where nothing is. */
function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.entries(inner).find(([name]) => name === String(key))?.[1];
  }, value);
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : '';
}

function words(issue: Issue, input: unknown): { text: string; path: readonly PropertyKey[] }[] {
  const { path } = issue;
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'array'
        ? [{ text: `no more than ${issue.maximum} items allowed`, path }]
        : [{ text: `must be less than ${Number(issue.maximum) + 1}${unitOf(issue.origin)}`, path }];
    case 'too_small':
      return issue.origin === 'array'
        ? [{ text: `no fewer than ${issue.minimum} items allowed`, path }]
        : [{ text: `must be more than ${Number(issue.minimum) - 1}${unitOf(issue.origin)}`, path }];
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ text: `invalid additional property: ${key}`, path }));
    case 'custom':
      return [{ text: issue.message, path }];
    default: {
      const found = at(input, path);
      const name = String(path.at(-1) ?? '');
      if (found === undefined) return [{ text: `missing required field: ${name}`, path: path.slice(0, -1) }];
      if (name === 'type') return [{ text: `unsupported type: ${String(found)}`, path }];
      return [{ text: 'failed to match all allowed schemas', path }];
    }
  }
}

/**
 * What is wrong, in the form of Slack's `response_metadata.messages`: `[ERROR] must be less than 3001 characters
 * [json-pointer:/blocks/0/text/text]`. `under` is the pointer's beginning, such as `/blocks`.
 */
export function complaints(error: z.ZodError, input: unknown, under: string): string[] {
  return error.issues
    .flatMap((issue) => words(issue, input))
    .map(({ text, path }) => `[ERROR] ${text} [json-pointer:${[under, ...path.map(String)].join('/')}]`);
}
