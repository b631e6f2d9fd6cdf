import { and, eq, lte } from 'drizzle-orm';
import { forUpdate } from '../../db/for-update.ts';
import type { Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import { never } from '../../lib/result.ts';
import type { Speaker } from '../speaker.ts';
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

/**
 * Takes the wish away, so that it is done once. Null: there is none, it is over, or it was said in another workspace, where
 * its person may still be unknown, or even be somebody else: there it stays. A direct message belongs to every workspace.
 */
export async function takeWish(tx: Tx, speaker: Speaker, now: Instant): Promise<Wish | null> {
  const { wish } = tx.t;
  const mine = and(eq(wish.platform, speaker.platform), eq(wish.externalId, speaker.person));
  const [row] = await forUpdate(tx.db.select().from(wish).where(mine));
  if (row === undefined) return null;
  const asked = wishSchema.parse(row.asked);
  const place = workspaceOf(asked);
  if (place !== '' && speaker.workspace !== '' && place !== speaker.workspace) return null;
  await tx.db.delete(wish).where(mine);
  return row.expiresAt <= now ? null : asked;
}

/** Empty: a direct message of none, or a form, which is only named. */
function workspaceOf(asked: Wish): string {
  switch (asked.kind) {
    case 'press':
      return asked.press.speaker.workspace;
    case 'command':
      return asked.command.speaker.workspace;
    case 'form':
      return '';
    default:
      return never(asked);
  }
}
