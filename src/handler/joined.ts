import { z } from 'zod';
import { alertWords } from '../chat/timeline.ts';
import type { Handler } from '../hook/handler.ts';
import { holdersOf, incidentById } from '../incident/store.ts';
import { conditionOf } from '../incident/transitions.ts';
import type { NewJob } from '../job/job.ts';
import type { NewId } from '../lib/ids.ts';
import { presentPeople } from '../person/store.ts';
import { tellPerson } from './tell-person.ts';

/** Whoever has an incident hears that there is more to it than they took: nobody else is paged for the new alert. */
export function joinedHandler(deps: { newId: NewId }): Handler<Record<string, never>, 'incident.alert_added'> {
  return {
    name: 'joined',
    supports: ['incident.alert_added'],
    config: z.strictObject({}),
    handle: async (tx, event) => {
      const { accountId, incidentId, at } = event;
      const incident = incidentId === null ? null : await incidentById(tx, accountId, incidentId);
      // Whoever snoozed it wants to hear nothing; the line under the card stands.
      if (incident === null || conditionOf(incident.state) !== 'acknowledged') return {};
      const holders = await presentPeople(tx, accountId, await holdersOf(tx, incident.id));
      const what = event.data.again ? 'an alert that fires again' : 'a new alert';
      const text = `🔔 #${incident.number}, which you have, has ${what}: ${alertWords(event.data)}. Nobody else is paged for it.`;
      const jobs: NewJob[] = [];
      for (const personId of holders) {
        const notice = { accountId, about: `joined:${event.id}`, text, at };
        jobs.push(...(await tellPerson(tx, deps.newId, { ...notice, incidentId: incident.id, personId })));
      }
      return { jobs };
    },
  };
}
