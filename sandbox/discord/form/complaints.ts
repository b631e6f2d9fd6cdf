import type { z } from 'zod';
import type { Complaint } from '../failure.ts';

type Issue = z.core.$ZodIssue;

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.entries(inner).find(([name]) => name === String(key))?.[1];
  }, value);
}

function tooBig(issue: z.core.$ZodIssueTooBig): Omit<Complaint, 'path'> {
  if (issue.origin === 'string') {
    return { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
  }
  if (issue.origin === 'array') {
    return { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
  }
  return { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` };
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): Omit<Complaint, 'path'> {
  if (issue.origin === 'string' && Number(issue.minimum) === 1) {
    return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
  }
  if (issue.origin === 'string' || issue.origin === 'array') {
    return { code: 'BASE_TYPE_BAD_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
  }
  return { code: 'NUMBER_TYPE_MIN', message: `int value should be greater than or equal to ${issue.minimum}.` };
}

function words(issue: Issue, input: unknown): Complaint[] {
  const { path } = issue;
  switch (issue.code) {
    case 'too_big':
      return [{ path, ...tooBig(issue) }];
    case 'too_small':
      return [{ path, ...tooSmall(issue) }];
    case 'unrecognized_keys':
      // Discord passes over a field that it does not know; here it is a mistake of the caller's.
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'UNKNOWN_FIELD',
        message: 'There is no such field.',
      }));
    case 'custom': {
      const { params } = issue;
      return [{ path, code: typeof params?.code === 'string' ? params.code : 'INVALID', message: issue.message }];
    }
    case 'invalid_union':
      return issue.discriminator === undefined
        ? issue.errors
            .flat()
            .slice(0, 1)
            .flatMap((inner) => words({ ...inner, path: [...path, ...inner.path] }, input))
        : [{ path, code: 'UNION_TYPE_CHOICES', message: 'Value of field "type" is none of those possible here.' }];
    default: {
      if (at(input, path) === undefined) {
        return [{ path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }];
      }
      if (issue.code === 'invalid_value') {
        const choices = issue.values.map(String).join(', ');
        return [{ path, code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${choices}}.` }];
      }
      return [{ path, code: 'BASE_TYPE_INVALID', message: issue.message }];
    }
  }
}

/** What is wrong with a body, in Discord's codes and words. `under`: where the body stands in a larger one. */
export function complaintsOf(error: z.ZodError, input: unknown, under: readonly PropertyKey[] = []): Complaint[] {
  return error.issues.flatMap((issue) => words(issue, input)).map((it) => ({ ...it, path: [...under, ...it.path] }));
}

/** Adds an issue with a code of Discord's. */
export function complain(check: z.RefinementCtx, path: readonly PropertyKey[], code: string, message: string): void {
  check.addIssue({ code: 'custom', path: [...path], message, params: { code } });
}
