import { z } from 'zod';

const people = z.array(z.string());

/** Every event there is and the shape of what it says. Names are past tense; people are ids. */
export const eventData = {
  'incident.triggered': z.object({ summary: z.string(), severity: z.string() }),
  /** A step of the policy was taken: these people are to be paged. `skipped` were its targets, but are gone. */
  'incident.escalated': z.object({ step: z.number(), position: z.number(), people, skipped: people }),
  /** Every rule was gone through as often as the policy allows, and nobody answered. */
  'incident.exhausted': z.object({ rounds: z.number() }),
  'incident.acknowledged': z.object({}),
  /** Nothing was heard of it for `silence` milliseconds, so the rule where it stands is paged again. */
  'incident.acknowledgement_expired': z.object({ silence: z.number() }),
  'incident.snoozed': z.object({ until: z.number() }),
  /** Its snooze is over, by the clock or by somebody. */
  'incident.woken': z.object({}),
  'incident.given_back': z.object({}),
  'incident.resolved': z.object({ because: z.string().nullable() }),
  'incident.reopened': z.object({}),
  'incident.noted': z.object({ text: z.string() }),
  /** Another alert joined an open incident. `again`: it was over, and fires anew. */
  'incident.alert_added': z.object({
    summary: z.string(),
    severity: z.string(),
    source: z.string().nullable().default(null),
    again: z.boolean().default(false),
    /** So many more joined with it and are not named: they came in one piece. */
    more: z.number().default(0),
  }),
  /** `quietUntil`: until then the person's platform shows no notifications, as far as it says. */
  'page.delivered': z.object({
    personId: z.string(),
    contact: z.string(),
    step: z.number(),
    quietUntil: z.number().nullable().default(null),
  }),
  /** `contact` is null when the person has none at all. */
  'page.failed': z.object({
    personId: z.string(),
    contact: z.string().nullable(),
    step: z.number(),
    reason: z.string(),
  }),
  /** Somebody or something changed what is monitored: a deploy, a setting. Of the service alone, never of an incident. */
  'service.changed': z.object({
    summary: z.string(),
    source: z.string().nullable(),
    links: z.array(z.object({ href: z.string(), text: z.string() })),
    details: z.record(z.string(), z.unknown()),
  }),
  /** The person is `externalId` in a workspace from now on, by an e-mail address that the platform knows or a code that `madeBy` made. */
  'person.linked': z.object({
    personId: z.string(),
    connectionId: z.string(),
    externalId: z.string(),
    by: z.enum(['email', 'code']),
    madeBy: z.string().nullable(),
  }),
  'service.refused_alert': z.object({ summary: z.string(), severity: z.string(), reason: z.string() }),
} as const;

export type EventName = keyof typeof eventData;
export type EventData<N extends EventName> = z.infer<(typeof eventData)[N]>;

export const eventNames: readonly EventName[] = z
  .array(z.custom<EventName>((name) => isEventName(name)))
  .parse(Object.keys(eventData));

export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(eventData, name);
}
