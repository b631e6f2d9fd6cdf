import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Reader, Tx } from '../db/store.ts';
import type { Rule } from '../policy/policy.ts';

type Tables = Reader['t'];

/** Everything that a team file may change, as it is now. */
export async function livingPeople(reader: Reader, accountId: string) {
  const { person } = reader.t;
  return await reader.db
    .select()
    .from(person)
    .where(and(eq(person.accountId, accountId), ne(person.status, 'deleted')));
}

export async function livingPolicies(reader: Reader, accountId: string) {
  const { policy } = reader.t;
  return await reader.db
    .select()
    .from(policy)
    .where(and(eq(policy.accountId, accountId), ne(policy.status, 'deleted')));
}

export async function livingServices(reader: Reader, accountId: string) {
  const { service } = reader.t;
  return await reader.db
    .select()
    .from(service)
    .where(and(eq(service.accountId, accountId), ne(service.status, 'deleted')));
}

/** Of every policy of the account, in their order within it. */
export async function rulesOf(reader: Reader, accountId: string) {
  const { rule } = reader.t;
  return await reader.db.select().from(rule).where(eq(rule.accountId, accountId)).orderBy(asc(rule.place));
}

export async function replaceRules(tx: Tx, accountId: string, policyId: string, rules: readonly Rule[]): Promise<void> {
  const { rule } = tx.t;
  await tx.db.delete(rule).where(eq(rule.policyId, policyId));
  if (rules.length === 0) return;
  await tx.db
    .insert(rule)
    .values(rules.map(({ wait, targets }, place) => ({ accountId, policyId, place, wait, targets })));
}

export async function livingKeys(reader: Reader, accountId: string) {
  const { integrationKey } = reader.t;
  return await reader.db
    .select()
    .from(integrationKey)
    .where(and(eq(integrationKey.accountId, accountId), ne(integrationKey.status, 'deleted')));
}

/** Whose a value is. */
export interface KeyHolder {
  readonly id: string;
  readonly hash: string;
  readonly accountId: string;
  readonly serviceId: string;
  /** The service's key. */
  readonly service: string;
  readonly name: string;
  readonly status: string;
}

/** Of any account and disabled ones too, because a hash is there once. */
export async function keyHolders(reader: Reader, hashes: readonly string[]): Promise<readonly KeyHolder[]> {
  if (hashes.length === 0) return [];
  const { integrationKey: key, service } = reader.t;
  return await reader.db
    .select({
      id: key.id,
      hash: key.hash,
      accountId: key.accountId,
      serviceId: key.serviceId,
      service: service.key,
      name: key.name,
      status: key.status,
    })
    .from(key)
    .innerJoin(service, eq(service.id, key.serviceId))
    .where(inArray(key.hash, [...hashes]));
}

export async function identitiesIn(reader: Reader, connectionId: string) {
  const { identity } = reader.t;
  return await reader.db.select().from(identity).where(eq(identity.connectionId, connectionId));
}

export async function insertPolicy(tx: Tx, row: Tables['policy']['$inferInsert']): Promise<void> {
  await tx.db.insert(tx.t.policy).values(row);
}

export async function savePolicy(tx: Tx, id: string, change: Partial<Tables['policy']['$inferInsert']>): Promise<void> {
  await tx.db.update(tx.t.policy).set(change).where(eq(tx.t.policy.id, id));
}

export async function insertService(tx: Tx, row: Tables['service']['$inferInsert']): Promise<void> {
  await tx.db.insert(tx.t.service).values(row);
}

export async function saveService(
  tx: Tx,
  id: string,
  change: Partial<Tables['service']['$inferInsert']>,
): Promise<void> {
  await tx.db.update(tx.t.service).set(change).where(eq(tx.t.service.id, id));
}

export async function insertKey(tx: Tx, row: Tables['integrationKey']['$inferInsert']): Promise<void> {
  await tx.db.insert(tx.t.integrationKey).values(row);
}

export async function saveKey(tx: Tx, id: string, change: { hash: string } | { name: string }): Promise<void> {
  await tx.db.update(tx.t.integrationKey).set(change).where(eq(tx.t.integrationKey.id, id));
}

/** History still names it, but its value opens nothing and is free. */
export async function deleteKey(tx: Tx, id: string): Promise<void> {
  const { integrationKey } = tx.t;
  await tx.db
    .update(integrationKey)
    .set({ status: 'deleted', hash: `deleted:${id}` })
    .where(eq(integrationKey.id, id));
}

export async function insertIdentity(tx: Tx, row: Tables['identity']['$inferInsert']): Promise<void> {
  await tx.db.insert(tx.t.identity).values(row);
}

export async function deleteIdentity(tx: Tx, id: string): Promise<void> {
  await tx.db.delete(tx.t.identity).where(eq(tx.t.identity.id, id));
}
