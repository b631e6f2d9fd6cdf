import type { z } from 'zod';

/** What is wrong with which field, for a person. */
export function problemsOf(error: z.ZodError): Readonly<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const issue of error.issues) {
    const [field] = issue.path;
    if (typeof field === 'string') problems[field] ??= wordsOf(issue);
  }
  return problems;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return 'This is needed.';
  if (issue.code === 'too_big') return `This is too long: at most ${issue.maximum} characters.`;
  return 'This is not one of those that are possible.';
}
