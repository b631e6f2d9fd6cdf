import { and, asc, eq, gt, inArray, lt, max, sql } from 'drizzle-orm';
import type { Platform } from '../../account/platform.ts';
import { prepared } from '../../db/prepared.ts';
import type { Reader, Tx } from '../../db/store.ts';
import type { Instant } from '../../lib/clock.ts';
import { anew, type Place } from '../store.ts';

/** True: it was open until now. */
export async function closePlace(
  tx: Tx,
  closed: Place & { accountId: string; reason: string; since: Instant },
): Promise<boolean> {
  const { accountId, connectionId, channel, reason, since } = closed;
  const made = await tx.db
    .insert(tx.t.closed)
    .values({ accountId, connectionId, channel, reason, since })
    .onConflictDoNothing()
    .returning({ channel: tx.t.closed.channel });
  return made.length > 0;
}

const open = prepared('place_open', ({ db, t: { closed } }) =>
  db
    .delete(closed)
    .where(
      and(eq(closed.connectionId, sql.placeholder('connectionId')), eq(closed.channel, sql.placeholder('channel'))),
    )
    .returning({ channel: closed.channel }),
);

/** Something was shown there: were it closed, it is open again, and the cards that waited for it are shown. */
export async function openPlace(tx: Tx, { connectionId, channel }: Place): Promise<void> {
  if ((await open(tx, { connectionId, channel })).length === 0) return;
  const { mirror } = tx.t;
  await tx.db
    .update(mirror)
    .set({ status: anew(tx) })
    .where(and(eq(mirror.connectionId, connectionId), eq(mirror.channel, channel), sql`status = 'closed'`));
}

/**
 * In each closed channel of the workspace, or in that one, the newest card that waits is tried again; the value is where. One is
 * enough: were it shown, the others follow, and where the channel is gone for good no more than this is asked.
 */
export async function tryClosed(tx: Tx, connectionId: string, channel?: string): Promise<readonly Place[]> {
  const { mirror } = tx.t;
  const here = channel === undefined ? undefined : eq(mirror.channel, channel);
  const newest = tx.db
    .select({ id: max(mirror.id) })
    .from(mirror)
    .where(and(eq(mirror.connectionId, connectionId), here, sql`status = 'closed'`))
    .groupBy(mirror.channel);
  return await tx.db
    .update(mirror)
    .set({ status: anew(tx) })
    .where(inArray(mirror.id, newest))
    .returning({ connectionId: mirror.connectionId, channel: mirror.channel });
}

/** Since when the channel is closed to us; null: it is not. */
export async function closedSince(reader: Reader, { connectionId, channel }: Place): Promise<Instant | null> {
  const { closed } = reader.t;
  const here = and(eq(closed.connectionId, connectionId), eq(closed.channel, channel));
  const [row] = await reader.db.select({ since: closed.since }).from(closed).where(here);
  return row?.since ?? null;
}

/** Of every account. */
export async function everyClosed(reader: Reader): Promise<readonly Place[]> {
  const { closed } = reader.t;
  return await reader.db.select({ connectionId: closed.connectionId, channel: closed.channel }).from(closed);
}

/** A channel where nothing can be shown now, why, and since when. */
export type ClosedPlace = Place & { readonly reason: string; readonly since: Instant };

export async function closedPlaces(reader: Reader, accountId: string): Promise<readonly ClosedPlace[]> {
  const { closed } = reader.t;
  return await reader.db
    .select({ connectionId: closed.connectionId, channel: closed.channel, reason: closed.reason, since: closed.since })
    .from(closed)
    .where(eq(closed.accountId, accountId))
    .orderBy(asc(closed.since));
}

const quietScopes = prepared('quiet_scopes', ({ db, t: { quiet } }) =>
  db
    .select({ scope: quiet.scope, until: quiet.until })
    .from(quiet)
    .where(and(eq(quiet.connectionId, sql.placeholder('connectionId')), gt(quiet.until, sql.placeholder('now')))),
);

/** For what the platform wants peace now, and until when. Nearly always nothing. */
export async function quietNow(
  reader: Reader,
  connectionId: string,
  now: Instant,
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await quietScopes(reader, { connectionId, now });
  return new Map(rows.map(({ scope, until }) => [scope, until]));
}

export async function keepQuiet(tx: Tx, connectionId: string, scope: string, until: Instant): Promise<void> {
  const { quiet } = tx.t;
  await tx.db
    .insert(quiet)
    .values({ connectionId, scope, until })
    .onConflictDoUpdate({ target: [quiet.connectionId, quiet.scope], set: { until } });
}

/** False: this delivery was seen before. Forgets those older than `since`. */
export async function seeOnce(
  tx: Tx,
  delivery: { platform: Platform; delivery: string; at: Instant },
  since: Instant,
): Promise<boolean> {
  const { seen } = tx.t;
  await tx.db.delete(seen).where(lt(seen.at, since));
  const fresh = await tx.db.insert(seen).values(delivery).onConflictDoNothing().returning({ at: seen.at });
  return fresh.length > 0;
}
