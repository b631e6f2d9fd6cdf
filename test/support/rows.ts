import type { Store } from '../../src/db/store.ts';

/** Every row of every table that a team file may write. */
export async function rowsOf({ read: { db, t } }: Store) {
  return {
    account: await db.select().from(t.account),
    connection: await db.select().from(t.connection),
    person: await db.select().from(t.person),
    identity: await db.select().from(t.identity),
    policy: await db.select().from(t.policy),
    rule: await db.select().from(t.rule),
    service: await db.select().from(t.service),
    key: await db.select().from(t.integrationKey),
  };
}
