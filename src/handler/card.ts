import { z } from 'zod';
import type { Line } from '../chat/card.ts';
import { redrawOf } from '../chat/kinds.ts';
import { speaks } from '../chat/timeline.ts';
import { placesOf, wantCards, wantRedraw, wantWords } from '../chat/want.ts';
import type { Tx } from '../db/store.ts';
import type { EventOf } from '../event/event.ts';
import type { EventName } from '../event/names.ts';
import type { Handler } from '../hook/handler.ts';
import { refusalWords } from '../incident/receive.ts';
import { reopenWithin } from '../incident/transitions.ts';
import type { NewJob } from '../job/job.ts';
import type { NewId } from '../lib/ids.ts';
import { serviceById } from '../service/store.ts';
import { sayChanged } from './changed.ts';

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
  'service.changed',
  'service.refused_alert',
] as const satisfies readonly EventName[];

/** Everything that people see in a channel: the card, kept true, and the timeline under it. */
export function cardHandler(deps: { newId: NewId }): Handler<Record<string, never>, (typeof shown)[number]> {
  return {
    name: 'card',
    supports: shown,
    config: z.strictObject({}),
    handle: async (tx, event) => {
      if (event.name === 'service.refused_alert') return { jobs: await sayRefused(tx, deps.newId, event) };
      if (event.name === 'service.changed') return { jobs: await sayChanged(tx, deps.newId, event) };
      const { accountId, incidentId, serviceId, place, at } = event;
      if (incidentId === null || serviceId === null || place === null) return {};
      const service = event.name === 'incident.triggered' ? await serviceById(tx, accountId, serviceId) : null;
      if (service !== null) await wantCards(tx, deps.newId, service, incidentId);
      const jobs = [...(await wantRedraw(tx, incidentId, at, speaks(event) ? place : null))];
      if (event.name === 'incident.resolved') jobs.push(redrawOf(incidentId, 'settled', at + reopenWithin + 1));
      return { jobs };
    },
  };
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
