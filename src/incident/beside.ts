import type { Tx } from '../db/store.ts';
import type { Event, Fact, Publish } from '../event/event.ts';
import { insertEvents } from '../event/store.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { touchIncident } from './store.ts';

/** Something happened that belongs to the incident's story and to its card, but is no decision about it: a page arrived. */
export async function recordBeside(
  tx: Tx,
  deps: { publish: Publish; newId: NewId },
  what: { accountId: string; incidentId: string; fact: Fact; at: Instant },
): Promise<void> {
  const { accountId, incidentId, fact, at } = what;
  const { place, serviceId } = await touchIncident(tx, accountId, incidentId);
  const event: Event = {
    ...fact,
    id: deps.newId('evt'),
    accountId,
    incidentId,
    serviceId,
    place,
    at,
    actor: { kind: 'timer' },
  };
  await insertEvents(tx, [event]);
  await deps.publish(tx, [event]);
}
