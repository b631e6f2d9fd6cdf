import type { Event } from '../event/event.ts';
import { spoken } from '../lib/clock.ts';
import type { Line } from './card.ts';
import { nameOf } from './draw.ts';

/** What is said under the card when an incident is snoozed or moves on by itself, or when an alert joins it. Null: nothing. */
export function timedLine(event: Event, names: ReadonlyMap<string, string>): Line | null {
  const who = { bold: nameOf(event.actor, names) };
  switch (event.name) {
    case 'incident.acknowledgement_expired':
      return [`⏰ Nothing was heard for ${spoken(event.data.silence)}: triggered again`];
    case 'incident.snoozed':
      return ['😴 ', who, ' snoozed it until ', { time: event.data.until }];
    case 'incident.woken':
      return event.actor.kind === 'timer' ? ['⏰ The snooze is over'] : ['⏰ ', who, ' woke it'];
    case 'incident.alert_added':
      return ['➕ Another alert: ', { bold: event.data.summary }, ` (${event.data.severity})`];
    default:
      return null;
  }
}
