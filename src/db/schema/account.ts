import { sql } from 'drizzle-orm';
import type { Kit } from '../kit.ts';

/** The tenant, the workspaces that belong to it, and its people. */
export function accountTables(k: Kit) {
  const account = k.table(
    'account',
    {
      id: k.text('id').primaryKey(),
      key: k.text('key').notNull(),
      /** The number that the newest incident has; the next one is one more. */
      lastNumber: k.int('last_number').notNull(),
      /** Where owners are told what went wrong, by platform: `{"slack":"C0OWNERS"}`. */
      notices: k.json('notices').notNull(),
      createdAt: k.time('created_at').notNull(),
    },
    (t) => [k.uniqueIndex('account_key').on(t.key)],
  );

  const connection = k.table(
    'connection',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      platform: k.text('platform').notNull(),
      /** The workspace's own id (Slack `team_id`); null until the platform has told it. */
      externalId: k.text('external_id'),
      name: k.text('name'),
    },
    (t) => [
      k.uniqueIndex('connection_account_platform').on(t.accountId, t.platform),
      k.uniqueIndex('connection_external').on(t.platform, t.externalId),
    ],
  );

  const person = k.table(
    'person',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      key: k.text('key').notNull(),
      name: k.text('name').notNull(),
      email: k.text('email'),
      zone: k.text('zone').notNull(),
      role: k.text('role').notNull(),
      status: k.text('status').notNull(),
      createdAt: k.time('created_at').notNull(),
    },
    (t) => [k.uniqueIndex('person_key').on(t.accountId, t.key).where(sql`status <> 'deleted'`)],
  );

  const identity = k.table(
    'identity',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      personId: k
        .text('person_id')
        .notNull()
        .references(() => person.id),
      connectionId: k
        .text('connection_id')
        .notNull()
        .references(() => connection.id),
      /** The person's id on the platform (Slack `U…`). */
      externalId: k.text('external_id').notNull(),
      /** When the person said so in chat; null: the team file did. */
      linkedAt: k.time('linked_at'),
    },
    (t) => [
      k.uniqueIndex('identity_external').on(t.connectionId, t.externalId),
      k.uniqueIndex('identity_person').on(t.personId, t.connectionId),
    ],
  );

  return { account, connection, person, identity };
}

export type AccountTables = ReturnType<typeof accountTables>;
