import { platforms } from '../account/platform.ts';
import type { Tx } from '../db/store.ts';
import type { EventOf } from '../event/event.ts';
import type { NewJob } from '../job/job.ts';
import type { NewId } from '../lib/ids.ts';
import { identitiesOf } from '../person/store.ts';
import { deliverKind } from './kinds.ts';
import { insertDelivery, insertPage } from './store.ts';

/** What a step asked for: a page for each person, a delivery for each of their contacts, a job for each delivery. */
export async function askPages(
  tx: Tx,
  newId: NewId,
  event: EventOf<'incident.escalated'>,
): Promise<{ jobs: readonly NewJob[]; unreachable: readonly string[] }> {
  const jobs: NewJob[] = [];
  const unreachable: string[] = [];
  const { accountId, incidentId, at } = event;
  if (incidentId === null) return { jobs, unreachable };
  for (const personId of event.data.people) {
    const pageId = newId('pag');
    const { step, position } = event.data;
    const page = { id: pageId, accountId, incidentId, personId, step, position, at };
    if (!(await insertPage(tx, page))) continue;
    const identities = (await identitiesOf(tx, personId)).toSorted(
      (one, other) => platforms.indexOf(one.platform) - platforms.indexOf(other.platform),
    );
    if (identities.length === 0) unreachable.push(personId);
    for (const identity of identities) {
      const id = newId('dlv');
      await insertDelivery(tx, {
        id,
        accountId,
        pageId,
        contact: identity.platform,
        connectionId: identity.connectionId,
        address: identity.externalId,
        status: 'waiting',
        reason: null,
        quietUntil: null,
        attempts: 0,
        at,
      });
      jobs.push({ kind: deliverKind.name, key: id, due: at, payload: { accountId, deliveryId: id } });
    }
  }
  return { jobs, unreachable };
}
