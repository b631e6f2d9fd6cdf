import { sql } from 'drizzle-orm';
import type { Kit } from '../kit.ts';

/** Work to be done at a time, at least once. Written only by `src/job`. */
export function jobTables(k: Kit) {
  const job = k.table(
    'job',
    {
      id: k.text('id').primaryKey(),
      kind: k.text('kind').notNull(),
      key: k.text('key').notNull(),
      payload: k.json('payload').notNull(),
      /** Null: given up, see `failure`. */
      dueAt: k.time('due_at'),
      /** How often it was tried before. */
      attempt: k.int('attempt').notNull(),
      lockedBy: k.text('locked_by'),
      /** Null: never begun. 0: begun, then freed. Otherwise whoever holds it has until then. */
      lockedUntil: k.time('locked_until'),
      failure: k.text('failure'),
    },
    (t) => [
      k.uniqueIndex('job_waiting').on(t.kind, t.key).where(sql`locked_until is null and due_at is not null`),
      k.uniqueIndex('job_begun').on(t.kind, t.key).where(sql`locked_until is not null`),
      k.index('job_due').on(t.kind, t.dueAt),
      k.index('job_locked').on(t.lockedUntil).where(sql`locked_until is not null`),
    ],
  );
  return { job };
}
