import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { type Platform, platforms } from '../account/platform.ts';
import { roles } from '../account/role.ts';
import { prepared } from '../db/prepared.ts';
import { preparedList } from '../db/prepared-list.ts';
import type { Reader, Tx } from '../db/store.ts';
import { type Lifecycle, toLifecycle } from '../event/lifecycle.ts';
import type { Identity, Person } from './person.ts';

const byIds = preparedList('people_by_ids', ({ db, t: { person } }, ids) =>
  db
    .select()
    .from(person)
    .where(and(eq(person.accountId, sql.placeholder('accountId')), inArray(person.id, ids))),
);

/** Deleted ones too: history names them. In the order of their keys. */
export async function peopleByIds(
  reader: Reader,
  accountId: string,
  ids: readonly string[],
): Promise<readonly Person[]> {
  const rows = await byIds(reader, { accountId }, ids);
  return rows.map(toPerson).sort((a, b) => (a.key < b.key ? -1 : 1));
}

const present = preparedList('people_present', ({ db, t: { person } }, ids) =>
  db
    .select({ id: person.id })
    .from(person)
    .where(
      and(eq(person.accountId, sql.placeholder('accountId')), inArray(person.id, ids), eq(person.status, 'active')),
    ),
);

/** Those of them who can be paged now. */
export async function presentPeople(
  reader: Reader,
  accountId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await present(reader, { accountId }, ids);
  return new Set(rows.map((row) => row.id));
}

/** The living person who is `externalId` in this workspace. */
export async function personByIdentity(
  reader: Reader,
  connectionId: string,
  externalId: string,
): Promise<Person | null> {
  const { identity, person } = reader.t;
  const [row] = await reader.db
    .select({ person })
    .from(identity)
    .innerJoin(person, eq(person.id, identity.personId))
    .where(
      and(eq(identity.connectionId, connectionId), eq(identity.externalId, externalId), ne(person.status, 'deleted')),
    );
  return row === undefined ? null : toPerson(row.person);
}

/** The connections of the platform, of any account, where somebody is `externalId`, and whether they are disabled there. */
export async function connectionsKnowing(
  reader: Reader,
  platform: Platform,
  externalId: string,
): Promise<readonly { readonly id: string; readonly status: Lifecycle }[]> {
  const { connection, identity, person } = reader.t;
  const rows = await reader.db
    .select({ id: connection.id, status: person.status })
    .from(identity)
    .innerJoin(connection, eq(connection.id, identity.connectionId))
    .innerJoin(person, eq(person.id, identity.personId))
    .where(and(eq(identity.externalId, externalId), eq(connection.platform, platform), ne(person.status, 'deleted')));
  return rows.map(({ id, status }) => ({ id, status: toLifecycle(status) }));
}

export async function owners(reader: Reader, accountId: string): Promise<readonly Person[]> {
  const { person } = reader.t;
  const rows = await reader.db
    .select()
    .from(person)
    .where(and(eq(person.accountId, accountId), eq(person.role, 'owner'), eq(person.status, 'active')))
    .orderBy(asc(person.key));
  return rows.map(toPerson);
}

/** Everybody who is not deleted, by their keys and in their order. */
export async function livingByKey(reader: Reader, accountId: string): Promise<ReadonlyMap<string, Person>> {
  const { person } = reader.t;
  const rows = await reader.db
    .select()
    .from(person)
    .where(and(eq(person.accountId, accountId), ne(person.status, 'deleted')))
    .orderBy(asc(person.key));
  return new Map(rows.map((row) => [row.key, toPerson(row)]));
}

const identities = prepared('identities_of_person', ({ db, t: { connection, identity } }) =>
  db
    .select({
      connectionId: identity.connectionId,
      platform: connection.platform,
      externalId: identity.externalId,
    })
    .from(identity)
    .innerJoin(connection, eq(connection.id, identity.connectionId))
    .where(eq(identity.personId, sql.placeholder('personId')))
    .orderBy(asc(identity.connectionId)),
);

export async function identitiesOf(reader: Reader, personId: string): Promise<readonly Identity[]> {
  const rows = await identities(reader, { personId });
  return rows.map((row) => {
    const platform = platforms.find((known) => known === row.platform);
    if (platform === undefined) throw new Error(`a connection has the unknown platform ${row.platform}`);
    return { ...row, platform };
  });
}

export async function insertPerson(tx: Tx, person: Person, createdAt: number): Promise<void> {
  await tx.db.insert(tx.t.person).values({ ...person, createdAt });
}

export async function savePerson(tx: Tx, id: string, change: Partial<Omit<Person, 'id' | 'accountId'>>): Promise<void> {
  await tx.db.update(tx.t.person).set(change).where(eq(tx.t.person.id, id));
}

function toPerson(row: Reader['t']['person']['$inferSelect']): Person {
  const role = roles.find((known) => known === row.role);
  if (role === undefined) throw new Error(`person ${row.id} has the unknown role ${row.role}`);
  const { id, accountId, key, name, email, zone } = row;
  return { id, accountId, key, name, email, zone, role, status: toLifecycle(row.status) };
}
