import type { Reader } from '../db/store.ts';
import type { Event, EventOf } from '../event/event.ts';
import type { EventData, EventName } from '../event/names.ts';
import { spoken } from '../lib/clock.ts';
import { pagesOf } from '../paging/store.ts';
import { identitiesOf, peopleByIds } from '../person/store.ts';
import type { Line, Span } from './card.ts';
import { nameOf } from './draw.ts';
import { isSeveral, wayOf } from './way.ts';

/** What these events do not post by themselves stands on the card already; the thread tells it with whatever is next. */
const quiet: readonly EventName[] = ['page.delivered'];

/** Whether the thread under the card is to speak because of this event. */
export function speaks(event: Event): boolean {
  return !quiet.includes(event.name);
}

/** The events of one incident in words, a line for each. Mentions are for this workspace. */
export async function linesOf(
  reader: Reader,
  accountId: string,
  events: readonly Event[],
  connectionId: string,
): Promise<readonly Line[]> {
  const people = await peopleByIds(reader, accountId, [...new Set(events.flatMap(peopleIn))]);
  const names = new Map(people.map((person) => [person.id, person.name]));
  const mentions = new Map<string, string>();
  for (const id of new Set(events.flatMap((event) => (event.name === 'incident.escalated' ? event.data.people : [])))) {
    const identity = (await identitiesOf(reader, id)).find((candidate) => candidate.connectionId === connectionId);
    if (identity !== undefined) mentions.set(id, identity.externalId);
  }
  const several = await severalOf(reader, accountId, events);
  return events.map((event, index) =>
    event.name === 'incident.escalated'
      ? pagedSpans(event, names, mentions, isByHand(event, events[index - 1]))
      : spansOf(event, names, several),
  );
}

/** The person and the step of each page that more than one way carried, so that its lines must say which. */
async function severalOf(reader: Reader, accountId: string, events: readonly Event[]): Promise<ReadonlySet<string>> {
  const told = events.find((event) => event.name === 'page.delivered' || event.name === 'page.failed');
  const pages = told === undefined ? [] : await pagesOf(reader, accountId, told.incidentId ?? '');
  return new Set(pages.filter(isSeveral).map(pageKey));
}

function pageKey({ personId, step }: { personId: string; step: number }): string {
  return `${personId}:${step}`;
}

function peopleIn(event: Event): readonly string[] {
  const actor = event.actor.kind === 'person' ? [event.actor.id] : [];
  if (event.name === 'incident.escalated') return [...actor, ...event.data.people, ...event.data.skipped];
  if (event.name === 'page.delivered' || event.name === 'page.failed') return [...actor, event.data.personId];
  return actor;
}

type Names = ReadonlyMap<string, string>;

function spansOf(
  event: Exclude<Event, EventOf<'incident.escalated'>>,
  names: Names,
  several: ReadonlySet<string>,
): readonly Span[] {
  const who: Span = { bold: nameOf(event.actor, names) };
  switch (event.name) {
    case 'incident.triggered':
      return ['🔴 Triggered by ', who];
    case 'incident.exhausted':
      return ['🔴 Nobody is left to page'];
    case 'incident.acknowledged':
      return ['🟠 ', who, ' acknowledged it'];
    case 'incident.acknowledgement_expired':
      return [`⏰ Nothing was heard for ${spoken(event.data.silence)}: triggered again`];
    case 'incident.snoozed':
      return ['😴 ', who, ' snoozed it until ', { time: event.data.until }];
    case 'incident.woken':
      return event.actor.kind === 'timer' ? ['⏰ The snooze is over'] : ['⏰ ', who, ' woke it'];
    case 'incident.given_back':
      return ['🔴 ', who, ' gave it back'];
    case 'incident.resolved':
      return ['🟢 ', who, ' resolved it', event.data.because === null ? '' : `: ${event.data.because}`];
    case 'incident.reopened':
      return ['🔴 ', who, ' reopened it'];
    case 'incident.noted':
      return ['📝 ', who, `: ${event.data.text}`];
    case 'incident.alert_added':
      return [event.data.again ? '➕ Fires again: ' : '➕ Another alert: ', alertWords(event.data)];
    case 'page.delivered':
      return deliveredSpans(event, names, several);
    case 'page.failed': {
      const { personId, contact, reason } = event.data;
      const way = contact === null ? '' : ` by ${wayOf(contact, several.has(pageKey(event.data)))}`;
      return ['✗ ', named(personId, names), ` could not be paged${way}: ${reason}`];
    }
    default:
      // Of a service, so of no incident's timeline.
      return [event.name];
  }
}

function deliveredSpans(
  { data }: EventOf<'page.delivered'>,
  names: Names,
  several: ReadonlySet<string>,
): readonly Span[] {
  const way = wayOf(data.contact, several.has(pageKey(data)));
  const spans: Span[] = ['✓ ', named(data.personId, names), ` was paged by ${way}`];
  if (data.quietUntil !== null) spans.push(', with notifications off until ', { time: data.quietUntil });
  return spans;
}

/** What an alert is that joined an incident: its own words, where it is from unless they say so, how bad it is. */
export function alertWords({ summary, severity, source, more }: EventData<'incident.alert_added'>): string {
  const from = source === null || summary.includes(source) ? '' : `${source}, `;
  return `${summary} (${from}${severity})${more === 0 ? '' : ` and ${more} more`}`;
}

/** Somebody asked for it; opening, giving back, reopening and waking say so themselves. */
function isByHand(event: EventOf<'incident.escalated'>, before: Event | undefined): boolean {
  if (event.actor.kind !== 'person') return false;
  const causes: readonly (EventName | undefined)[] = [
    'incident.triggered',
    'incident.given_back',
    'incident.reopened',
    'incident.woken',
  ];
  return !(causes.includes(before?.name) && before?.at === event.at);
}

/** Those who are paged are mentioned for real, so that a direct message that was refused is not silence. */
function pagedSpans(
  event: EventOf<'incident.escalated'>,
  names: Names,
  mentions: Names,
  byHand: boolean,
): readonly Span[] {
  const { people, skipped } = event.data;
  const how: readonly Span[] = byHand ? [{ bold: nameOf(event.actor, names) }, ' escalated: paging '] : ['Paging '];
  const spans: Span[] = ['📟 ', ...how];
  for (const [index, id] of people.entries()) {
    const mention = mentions.get(id);
    if (index > 0) spans.push(', ');
    spans.push(mention === undefined ? named(id, names) : { mention, name: names.get(id) ?? '' });
  }
  if (skipped.length > 0) {
    spans.push(` (${skipped.map((id) => names.get(id) ?? 'somebody').join(', ')} cannot be paged any more)`);
  }
  return spans;
}

function named(id: string, names: Names): Span {
  return { bold: names.get(id) ?? 'somebody who has left' };
}
