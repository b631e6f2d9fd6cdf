import type { Kit } from '../kit.ts';
import type { AccountTables } from './account.ts';

/** How somebody whom a platform names becomes a person that we know. */
export function linkTables(k: Kit, { account, person }: AccountTables) {
  /** Whoever types it is that person: for a short time, once. */
  const linkCode = k.table(
    'link_code',
    {
      /** SHA-256, hex: the code itself is shown once and kept nowhere. */
      hash: k.text('hash').primaryKey(),
      accountId: k
        .text('account_id')
        .notNull()
        .references(() => account.id),
      personId: k
        .text('person_id')
        .notNull()
        .references(() => person.id),
      /** The only platform where it may be typed; null: any. */
      platform: k.text('platform'),
      /** Who asked for it: the person or an owner. */
      madeBy: k
        .text('made_by')
        .notNull()
        .references(() => person.id),
      expiresAt: k.time('expires_at').notNull(),
      /** Null: nobody has used it. */
      usedAt: k.time('used_at'),
    },
    (t) => [k.index('link_code_person').on(t.personId), k.index('link_code_expiry').on(t.expiresAt)],
  );

  /** How often somebody has typed a code lately, so that none is found by trying. */
  const linkTry = k.table(
    'link_try',
    {
      platform: k.text('platform').notNull(),
      /** The id on the platform of whoever tries. */
      externalId: k.text('external_id').notNull(),
      tries: k.int('tries').notNull(),
      /** When the first of them was. */
      since: k.time('since').notNull(),
    },
    (t) => [
      k.primaryKey({ name: 'link_try_of', columns: [t.platform, t.externalId] }),
      k.index('link_try_since').on(t.since),
    ],
  );

  return { linkCode, linkTry };
}
