import { z } from 'zod';
import type { Line, Span } from '../chat/card.ts';
import { redrawOf } from '../chat/kinds.ts';
import { placesOfCard } from '../chat/store.ts';
import { timedLine } from '../chat/timed-line.ts';
import { placesOf, wantCards, wantRedraw, wantWords } from '../chat/want.ts';
import type { Tx } from '../db/store.ts';
import type { Event, EventOf } from '../event/event.ts';
import type { EventName } from '../event/names.ts';
import type { Handler } from '../hook/handler.ts';
import { refusalWords } from '../incident/receive.ts';
import { reopenWithin } from '../incident/transitions.ts';
import type { NewJob } from '../job/job.ts';
import type { NewId } from '../lib/ids.ts';
import { identitiesOf, peopleByIds } from '../person/store.ts';
import { serviceById } from '../service/store.ts';

const shown = [
  'incident.triggered',
  'incident.escalated',
  'incident.exhausted',
  'incident.acknowledged',
  'incident.acknowledgement_expired',
  'incident.snoozed',
  'incident.woken',
  'incident.given_back',
  'incident.resolved',
  'incident.reopened',
  'incident.noted',
  'incident.alert_added',
  'page.delivered',
  'page.failed',
  'service.refused_alert',
] as const satisfies readonly EventName[];

/** Everything that people see in a channel: the card, kept true, and the lines that mention whoever is paged. */
export function cardHandler(deps: { newId: NewId }): Handler<Record<string, never>, (typeof shown)[number]> {
  return {
    name: 'card',
    supports: shown,
    config: z.strictObject({}),
    handle: async (tx, event) => {
      if (event.name === 'service.refused_alert') return { jobs: await sayRefused(tx, deps.newId, event) };
      const { accountId, incidentId, serviceId, at } = event;
      if (incidentId === null || serviceId === null) return {};
      const service = await serviceById(tx, accountId, serviceId);
      if (event.name === 'incident.triggered' && service !== null) await wantCards(tx, deps.newId, service, incidentId);
      const said = await lineJobs(tx, deps.newId, event);
      const jobs = [...said, ...(await wantRedraw(tx, incidentId, at))];
      if (event.name === 'incident.resolved') jobs.push(redrawOf(incidentId, 'settled', at + reopenWithin + 1));
      return { jobs };
    },
  };
}

/** What is said under the card: who is paged, by name, so that a refused direct message is not silence; and notes. */
async function lineJobs(tx: Tx, newId: NewId, event: Event): Promise<readonly NewJob[]> {
  const { accountId, incidentId, at } = event;
  const jobs: NewJob[] = [];
  // Where its card stands, not where the service has its channel now.
  for (const place of incidentId === null ? [] : await placesOfCard(tx, incidentId)) {
    const content = await lineOf(tx, event, place.connectionId);
    if (content !== null) jobs.push(await wantWords(tx, newId, place, { accountId, incidentId, content, at }));
  }
  return jobs;
}

async function lineOf(tx: Tx, event: Event, connectionId: string): Promise<Line | null> {
  if (event.name === 'incident.escalated') return await pagedLine(tx, event, connectionId);
  if (event.name === 'incident.noted') return await notedLine(tx, event);
  const people = event.actor.kind === 'person' ? await peopleByIds(tx, event.accountId, [event.actor.id]) : [];
  return timedLine(event, new Map(people.map((person) => [person.id, person.name])));
}

async function pagedLine(tx: Tx, event: EventOf<'incident.escalated'>, connectionId: string): Promise<Line> {
  const spans: Span[] = ['📟 Paging '];
  for (const [index, person] of (await peopleByIds(tx, event.accountId, event.data.people)).entries()) {
    const identities = await identitiesOf(tx, person.id);
    const identity = identities.find((candidate) => candidate.connectionId === connectionId);
    if (index > 0) spans.push(', ');
    spans.push(identity === undefined ? person.name : { mention: identity.externalId });
  }
  const gone = await peopleByIds(tx, event.accountId, event.data.skipped);
  if (gone.length > 0) spans.push(` (${gone.map((person) => person.name).join(', ')} cannot be paged any more)`);
  return spans;
}

async function notedLine(tx: Tx, event: EventOf<'incident.noted'>): Promise<Line> {
  const { actor } = event;
  const [person] = actor.kind === 'person' ? await peopleByIds(tx, event.accountId, [actor.id]) : [];
  return ['📝 ', { bold: person?.name ?? 'Operator' }, `: ${event.data.text}`];
}

/** Nobody was paged: said where the card would have been. The owners hear it too, from the handler `owners`. */
async function sayRefused(tx: Tx, newId: NewId, event: EventOf<'service.refused_alert'>): Promise<readonly NewJob[]> {
  const { accountId, serviceId, at, data } = event;
  const service = serviceId === null ? null : await serviceById(tx, accountId, serviceId);
  if (service === null) return [];
  const reason = data.reason === 'service-disabled' ? 'service-disabled' : 'no-rules';
  const content: Line = ['⚠️ Nobody was paged for ', { bold: data.summary }, `. ${refusalWords[reason](service.name)}`];
  const jobs: NewJob[] = [];
  for (const place of await placesOf(tx, service)) {
    jobs.push(await wantWords(tx, newId, place, { accountId, incidentId: null, content, at }));
  }
  return jobs;
}
