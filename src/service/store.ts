import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { channelsSchema } from '../account/account.ts';
import { forShare } from '../db/for-update.ts';
import { prepared } from '../db/prepared.ts';
import type { Reader, Tx } from '../db/store.ts';
import { toLifecycle } from '../event/lifecycle.ts';
import type { Service } from './service.ts';

const byId = prepared('service_by_id', ({ db, t: { service } }) =>
  db
    .select()
    .from(service)
    .where(and(eq(service.accountId, sql.placeholder('accountId')), eq(service.id, sql.placeholder('id')))),
);

export async function serviceById(reader: Reader, accountId: string, id: string): Promise<Service | null> {
  const [row] = await byId(reader, { accountId, id });
  return row === undefined ? null : toService(row);
}

/** The service, which nobody changes until the transaction ends. */
export async function keepService(tx: Tx, accountId: string, id: string): Promise<Service | null> {
  const { service } = tx.t;
  const named = and(eq(service.accountId, accountId), eq(service.id, id));
  const [row] = await forShare(tx.db.select().from(service).where(named));
  return row === undefined ? null : toService(row);
}

// The states are written out, not bound: SQLite compares a bound one with the partial indexes anew, and so builds the whole
// statement again each time it is run (sqlite.org/c3ref/prepare.html). It took 60 µs instead of 5.
const byHash = prepared('service_by_key', ({ db, t: { integrationKey, service } }) =>
  db
    .select({ service, keyId: integrationKey.id, keyName: integrationKey.name })
    .from(integrationKey)
    .innerJoin(service, eq(service.id, integrationKey.serviceId))
    .where(
      and(
        eq(integrationKey.hash, sql.placeholder('hash')),
        sql`${integrationKey.status} = 'active'`,
        sql`${service.status} <> 'deleted'`,
      ),
    ),
);

/** Whom a monitoring tool speaks to with this key. The key names the account too, so nothing else scopes the query. */
export async function serviceByKeyHash(
  reader: Reader,
  hash: string,
): Promise<{ readonly service: Service; readonly key: { readonly id: string; readonly name: string } } | null> {
  const [row] = await byHash(reader, { hash });
  return row === undefined ? null : { service: toService(row.service), key: { id: row.keyId, name: row.keyName } };
}

export async function servicesOf(reader: Reader, accountId: string): Promise<readonly Service[]> {
  const { service } = reader.t;
  const rows = await reader.db
    .select()
    .from(service)
    .where(and(eq(service.accountId, accountId), ne(service.status, 'deleted')))
    .orderBy(asc(service.key));
  return rows.map(toService);
}

/** The name of each by its id; of deleted ones too, because their incidents go on. */
export async function serviceNames(reader: Reader, accountId: string): Promise<ReadonlyMap<string, string>> {
  const { service } = reader.t;
  const rows = await reader.db
    .select({ id: service.id, name: service.name })
    .from(service)
    .where(eq(service.accountId, accountId));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** By its key, or by its name without regard to case. */
export async function serviceByKeyOrName(reader: Reader, accountId: string, text: string): Promise<Service | null> {
  const asked = text.trim().toLowerCase();
  const all = await servicesOf(reader, accountId);
  return all.find((one) => one.key === asked) ?? all.find((one) => one.name.toLowerCase() === asked) ?? null;
}

function toService(row: Reader['t']['service']['$inferSelect']): Service {
  const { id, accountId, key, name, policyId } = row;
  return {
    id,
    accountId,
    key,
    name,
    policyId,
    channels: channelsSchema.parse(row.channels),
    timeouts: { acknowledge: row.acknowledgeTimeout, resolve: row.autoResolve },
    status: toLifecycle(row.status),
  };
}
