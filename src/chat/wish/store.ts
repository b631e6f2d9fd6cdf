import { and, eq, lte } from 'drizzle-orm';
import type { Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import type { Speaker } from '../port.ts';
import { type Wish, wishSchema } from './wish.ts';

type Wisher = Pick<Speaker, 'platform' | 'person'>;

/** The newest wish of a person is the one that counts. Forgets everybody's that are over. */
export async function keepWish(
  tx: Tx,
  { platform, person: externalId }: Wisher,
  asked: Wish,
  { now, expiresAt }: { now: Instant; expiresAt: Instant },
): Promise<void> {
  const { wish } = tx.t;
  await tx.db.delete(wish).where(lte(wish.expiresAt, now));
  await tx.db
    .insert(wish)
    .values({ platform, externalId, asked, expiresAt })
    .onConflictDoUpdate({ target: [wish.platform, wish.externalId], set: { asked, expiresAt } });
}

/** Takes the wish away, so that it is done once. Null: there is none, or it is over. */
export async function takeWish(tx: Tx, { platform, person }: Wisher, now: Instant): Promise<Wish | null> {
  const { wish } = tx.t;
  const [row] = await tx.db
    .delete(wish)
    .where(and(eq(wish.platform, platform), eq(wish.externalId, person)))
    .returning({ asked: wish.asked, expiresAt: wish.expiresAt });
  return row === undefined || row.expiresAt <= now ? null : wishSchema.parse(row.asked);
}
