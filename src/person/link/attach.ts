import type { Connection } from '../../account/account.ts';
import type { Tx } from '../../db/store.ts';
import type { Event } from '../../event/event.ts';
import { insertEvents } from '../../event/store.ts';
import type { Instant } from '../../lib/clock.ts';
import { no, ok, type Result } from '../../lib/result.ts';
import type { Person } from '../person.ts';
import { identitiesOf, peopleByIds } from '../store.ts';
import type { AttachRefusal, LinkDeps, Linked } from './link.ts';
import { holderOf, keepIdentity, releaseIdentity } from './store.ts';

/** What shows that it is the same person: the address that the platform knows, or a code that somebody made. */
export type How = { readonly kind: 'email' } | { readonly kind: 'code'; readonly madeBy: string };

/**
 * From now on `externalId` in this workspace is this person. An id is taken from nobody who is there, and nobody's own is
 * replaced: that is for the team file to say.
 */
export async function attach(
  tx: Tx,
  deps: LinkDeps,
  { person, connection }: { person: Person; connection: Connection },
  externalId: string,
  how: How,
  now: Instant,
): Promise<Result<Linked, AttachRefusal>> {
  if (person.status !== 'active') return no({ code: 'person-not-active', person });
  const { accountId } = connection;
  const holder = await holderOf(tx, connection.id, externalId);
  if (holder !== null) {
    const [held] = await peopleByIds(tx, accountId, [holder.personId]);
    if (held !== undefined && held.status !== 'deleted') return no({ code: 'identity-taken', person: held });
    await releaseIdentity(tx, holder.identityId);
  }
  const others = await identitiesOf(tx, person.id);
  const other = { code: 'other-identity', person, platform: connection.platform } as const;
  if (others.some((one) => one.connectionId === connection.id)) return no(other);
  const row = { accountId, personId: person.id, connectionId: connection.id, externalId, linkedAt: now };
  if (!(await keepIdentity(tx, { id: deps.newId('idn'), ...row }))) return no(other);
  const event: Event = {
    id: deps.newId('evt'),
    accountId,
    incidentId: null,
    serviceId: null,
    place: null,
    name: 'person.linked',
    data: {
      personId: person.id,
      connectionId: connection.id,
      externalId,
      by: how.kind,
      madeBy: how.kind === 'code' ? how.madeBy : null,
    },
    at: now,
    actor: { kind: 'person', id: person.id },
  };
  await insertEvents(tx, [event]);
  await deps.publish(tx, [event]);
  return ok({ person, connection });
}
