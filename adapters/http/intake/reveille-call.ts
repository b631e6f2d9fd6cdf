import type { Signal } from '../../../src/incident/signal.ts';
import { cut } from '../../../src/lib/cut.ts';
import { no, ok, type Result } from '../../../src/lib/result.ts';
import { type Body, isObject } from './body.ts';
import { filled, fitKey, flatten, object, optional, problemsOf, said, severityOf, summaryMax } from './field.ts';

export const verbs = ['trigger', 'acknowledge', 'resolve'] as const;
export type Verb = (typeof verbs)[number];

const trigger = object({ message: filled, key: optional });
const answer = object({ key: filled });

/**
 * A call of our own format as a signal, or all that is wrong with it. `message` is the summary; `description`, the
 * members of `details` and whatever else was sent become the details; a missing or unknown severity is critical.
 */
export function parseCall(verb: Verb, body: Body, newKey: () => string): Result<Signal, string[]> {
  if (verb !== 'trigger') {
    const parsed = answer.safeParse(body);
    if (!parsed.success) return no(problemsOf(parsed.error));
    const key = fitKey(parsed.data.key);
    return ok({ action: verb, key, alertKey: key });
  }
  const parsed = trigger.safeParse(body);
  if (!parsed.success) return no(problemsOf(parsed.error));
  const { message, key: sent, severity: word, details, ...rest } = parsed.data;
  const key = fitKey(sent || newKey());
  const severity = severityOf(word);
  const outer = said({ ...rest, ...(severity === null && { severity: word }) });
  return ok({
    action: verb,
    key,
    alertKey: key,
    summary: cut(message.trim(), summaryMax),
    severity: severity ?? 'critical',
    source: null,
    links: [],
    details: isObject(details) ? flatten(outer, details) : said({ ...outer, details }),
  });
}
