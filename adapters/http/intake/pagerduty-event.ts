import { z } from 'zod';
import type { Signal } from '../../../src/incident/signal.ts';
import { cut } from '../../../src/lib/cut.ts';
import { no, ok, type Result } from '../../../src/lib/result.ts';
import type { Body } from './body.ts';
import { filled, fitKey, flatten, object, optional, problemsOf, said, severityOf, summaryMax } from './field.ts';
import { linksOf } from './pagerduty-links.ts';

// What an event cannot do without is checked; all else is taken as it comes, because half an alert is worth more than none.
const common = { routing_key: filled, dedup_key: optional };
const trigger = object({ ...common, event_action: z.literal('trigger'), payload: object({ summary: filled }) });
const answer = object({ ...common, event_action: z.enum(['acknowledge', 'resolve']), dedup_key: filled });
const neither = object({
  ...common,
  event_action: z.never({ error: 'must be trigger, acknowledge or resolve' }),
});

/**
 * One event of PagerDuty's Events API v2 as a signal, or all that is wrong with it.
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/; unlike there, a missing source is tolerated and a missing or
 * unknown severity is critical. Without a `dedup_key` a trigger is given `newKey()`.
 */
export function parseEvent(body: Body, newKey: () => string): Result<{ key: string; signal: Signal }, string[]> {
  if (body.event_action === 'trigger') {
    const parsed = trigger.safeParse(body);
    return parsed.success
      ? ok({ key: parsed.data.routing_key, signal: triggerOf(parsed.data, newKey) })
      : no(problemsOf(parsed.error));
  }
  const schema = body.event_action === 'acknowledge' || body.event_action === 'resolve' ? answer : neither;
  const parsed = schema.safeParse(body);
  if (!parsed.success) return no(problemsOf(parsed.error));
  const { routing_key, dedup_key, event_action } = parsed.data;
  const key = fitKey(dedup_key ?? '');
  return ok({ key: routing_key, signal: { action: event_action, key, alertKey: key } });
}

function triggerOf(event: z.infer<typeof trigger>, newKey: () => string): Signal {
  const { routing_key: _secret, dedup_key, event_action, payload, client, client_url, links, images, ...outer } = event;
  const { summary, severity: word, source, ...inner } = payload;
  const key = fitKey(dedup_key || newKey());
  const severity = severityOf(word);
  const from = typeof source === 'string' && source.trim() !== '' ? cut(source, summaryMax) : null;
  const shown = linksOf({ client, client_url, links, images });
  // What has no field of its own in a signal, or did not fit into it, is kept as it came.
  const unfit = said({
    ...shown.unfit,
    ...(severity === null && { severity: word }),
    ...(from === null && { source }),
  });
  return {
    action: event_action,
    key,
    alertKey: key,
    summary: cut(summary.trim(), summaryMax),
    severity: severity ?? 'critical',
    source: from,
    links: shown.links,
    details: said({ ...unfit, ...flatten(outer, inner) }),
  };
}
