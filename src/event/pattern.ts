import { type EventName, eventNames, isEventName } from './names.ts';

/** The present tense, accepted wherever an event is named by a person. */
const aliases: Readonly<Record<string, EventName>> = {
  'incident.trigger': 'incident.triggered',
  'incident.escalate': 'incident.escalated',
  'incident.exhaust': 'incident.exhausted',
  'incident.acknowledge': 'incident.acknowledged',
  'incident.expire_acknowledgement': 'incident.acknowledgement_expired',
  'incident.snooze': 'incident.snoozed',
  'incident.wake': 'incident.woken',
  'incident.give_back': 'incident.given_back',
  'incident.resolve': 'incident.resolved',
  'incident.reopen': 'incident.reopened',
  'incident.note': 'incident.noted',
  'incident.add_alert': 'incident.alert_added',
  'page.deliver': 'page.delivered',
  'page.fail': 'page.failed',
  'person.link': 'person.linked',
  'service.change': 'service.changed',
  'service.refuse_alert': 'service.refused_alert',
};

/** The events that `pattern` means: an exact name, its present tense, `incident.*` or `*`. Empty: it means none. */
export function matching(pattern: string): readonly EventName[] {
  if (pattern === '*') return eventNames;
  if (pattern.endsWith('.*')) return eventNames.filter((name) => name.startsWith(pattern.slice(0, -1)));
  const exact = isEventName(pattern) ? pattern : Object.hasOwn(aliases, pattern) ? aliases[pattern] : undefined;
  return exact === undefined ? [] : [exact];
}
