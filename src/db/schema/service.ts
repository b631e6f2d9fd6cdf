import { sql } from 'drizzle-orm';
import type { Kit } from '../kit.ts';
import type { AccountTables } from './account.ts';

/** What is monitored, by which keys it is spoken to, and who is paged in what order. */
export function serviceTables(k: Kit, { account }: AccountTables) {
  const policy = k.table(
    'policy',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      key: k.text('key').notNull(),
      /** How often the rules are gone through again after the first time. */
      loops: k.int('loops').notNull(),
      status: k.text('status').notNull(),
      createdAt: k.time('created_at').notNull(),
    },
    (t) => [k.uniqueIndex('policy_key').on(t.accountId, t.key).where(sql`status <> 'deleted'`)],
  );

  const rule = k.table(
    'rule',
    {
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      policyId: k
        .text('policy_id')
        .notNull()
        .references(() => policy.id),
      /** Position in the policy, from 0. */
      place: k.int('place').notNull(),
      /** Milliseconds until the next rule is taken. */
      wait: k.int('wait').notNull(),
      /** `[{"kind":"person","id":"per_…"}]` */
      targets: k.json('targets').notNull(),
    },
    (t) => [k.primaryKey({ name: 'rule_place', columns: [t.policyId, t.place] })],
  );

  const service = k.table(
    'service',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      key: k.text('key').notNull(),
      name: k.text('name').notNull(),
      policyId: k.text('policy_id').references(() => policy.id),
      /** Where its cards are shown, by platform: `{"slack":"C0OPS"}`. */
      channels: k.json('channels').notNull(),
      /** Milliseconds; null: never. */
      acknowledgeTimeout: k.int('acknowledge_timeout'),
      autoResolve: k.int('auto_resolve'),
      status: k.text('status').notNull(),
      createdAt: k.time('created_at').notNull(),
    },
    (t) => [k.uniqueIndex('service_key').on(t.accountId, t.key).where(sql`status <> 'deleted'`)],
  );

  const integrationKey = k.table(
    'integration_key',
    {
      id: k.text('id').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      serviceId: k
        .text('service_id')
        .notNull()
        .references(() => service.id),
      name: k.text('name').notNull(),
      /** SHA-256 of the key, hex; the key itself is shown once and never kept. */
      hash: k.text('hash').notNull(),
      status: k.text('status').notNull(),
      createdAt: k.time('created_at').notNull(),
    },
    (t) => [
      k.uniqueIndex('integration_key_hash').on(t.hash),
      k.uniqueIndex('integration_key_name').on(t.serviceId, t.name).where(sql`status <> 'deleted'`),
    ],
  );

  return { policy, rule, service, integrationKey };
}

export type ServiceTables = ReturnType<typeof serviceTables>;
