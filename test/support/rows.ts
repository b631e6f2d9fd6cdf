import type { Store } from '../../src/db/store.ts';

/** Every row of every table that a team file may write; in an order of its own, since a database has none. */
export async function rowsOf({ read: { db, t } }: Store) {
  return {
    account: inOrder(await db.select().from(t.account)),
    connection: inOrder(await db.select().from(t.connection)),
    person: inOrder(await db.select().from(t.person)),
    identity: inOrder(await db.select().from(t.identity)),
    policy: inOrder(await db.select().from(t.policy)),
    rule: inOrder(await db.select().from(t.rule)),
    service: inOrder(await db.select().from(t.service)),
    key: inOrder(await db.select().from(t.integrationKey)),
  };
}

/** By what stands in it, which begins with its id. */
function inOrder<Row>(rows: readonly Row[]): Row[] {
  const written = (row: Row): string => JSON.stringify(row);
  return rows.toSorted((a, b) => (written(a) < written(b) ? -1 : 1));
}
