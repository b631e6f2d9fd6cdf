import { z } from 'zod';
import { exhaustedWords } from '../chat/exhausted.ts';
import { tellOwners } from '../chat/notice.ts';
import type { Tx } from '../db/store.ts';
import type { EventOf } from '../event/event.ts';
import type { Handler } from '../hook/handler.ts';
import { refusalWords } from '../incident/receive.ts';
import { incidentById } from '../incident/store.ts';
import type { NewId } from '../lib/ids.ts';
import { pagesOf } from '../paging/store.ts';
import { peopleByIds } from '../person/store.ts';
import { serviceById } from '../service/store.ts';

type Told = 'incident.exhausted' | 'service.refused_alert';

/** What the owners of the account must hear, because paging has come to its end. */
export function ownersHandler(deps: { newId: NewId }): Handler<Record<string, never>, Told> {
  return {
    name: 'owners',
    supports: ['incident.exhausted', 'service.refused_alert'],
    config: z.strictObject({}),
    handle: async (tx, event) => {
      const text = event.name === 'incident.exhausted' ? await exhausted(tx, event) : await refused(tx, event);
      if (text === null) return {};
      const { accountId, at } = event;
      // One notice a service for alerts that it refuses: a storm of them is one thing to mend.
      const about = event.name === 'incident.exhausted' ? event.id : `refused:${event.serviceId ?? ''}`;
      return { jobs: await tellOwners(tx, deps.newId, { accountId, about, text, at }) };
    },
  };
}

async function exhausted(tx: Tx, event: EventOf<'incident.exhausted'>): Promise<string | null> {
  const { accountId, incidentId } = event;
  const incident = incidentId === null ? null : await incidentById(tx, accountId, incidentId);
  if (incident === null) return null;
  const pages = await pagesOf(tx, accountId, incident.id);
  const people = await peopleByIds(tx, accountId, [...new Set(pages.map((page) => page.personId))]);
  const names = new Map(people.map((person) => [person.id, person.name]));
  return `🔴 #${incident.number} ${incident.summary}: ${exhaustedWords(incident, pages, names)}.`;
}

async function refused(tx: Tx, event: EventOf<'service.refused_alert'>): Promise<string | null> {
  const { accountId, serviceId, data } = event;
  const service = serviceId === null ? null : await serviceById(tx, accountId, serviceId);
  if (service === null) return null;
  const reason = data.reason === 'service-disabled' ? 'service-disabled' : 'no-rules';
  return `⚠️ Nobody was paged for "${data.summary}". ${refusalWords[reason](service.name)}`;
}
