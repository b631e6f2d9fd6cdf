import type { Tx } from '../db/store.ts';
import type { Event, Publish } from '../event/event.ts';
import { insertEvents } from '../event/store.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { hashKey } from './integration-key.ts';
import type { Change, ChangeRefusal } from './port.ts';
import { serviceByKeyHash } from './store.ts';

/** Something was changed: an event of the service, no incident. It may be why one opens, or why one is over. */
export async function recordChange(
  tx: Tx,
  deps: { publish: Publish; newId: NewId },
  key: string,
  { summary, source, links, details }: Change,
  now: Instant,
): Promise<Result<null, ChangeRefusal>> {
  const found = await serviceByKeyHash(tx, hashKey(key));
  if (found === null) return no({ code: 'unknown-key' });
  const { service } = found;
  const event: Event = {
    id: deps.newId('evt'),
    accountId: service.accountId,
    incidentId: null,
    serviceId: service.id,
    place: null,
    name: 'service.changed',
    data: { summary, source, links: [...links], details },
    at: now,
    actor: { kind: 'key', ...found.key, serviceId: service.id },
  };
  await insertEvents(tx, [event]);
  await deps.publish(tx, [event]);
  return ok(null);
}
