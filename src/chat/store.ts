import { and, asc, eq, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { Platform } from '../account/platform.ts';
import type { Reader, Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';

/** Where an incident's card is shown. */
export type Mirror = Reader['t']['mirror']['$inferSelect'];

/** A channel of a workspace: what one `chat.flush` is about. */
export interface Place {
  readonly connectionId: string;
  readonly channel: string;
}

export async function wantMirror(
  tx: Tx,
  mirror: { id: string; accountId: string; incidentId: string } & Place,
): Promise<void> {
  await tx.db
    .insert(tx.t.mirror)
    .values({ ...mirror, pageId: null, status: 'wanted', message: null, versionShown: 0, posts: 0, failure: null })
    .onConflictDoNothing();
}

/** A direct message that was posted just now. */
export async function keepMirror(
  tx: Tx,
  mirror: {
    id: string;
    accountId: string;
    incidentId: string;
    pageId: string;
    message: string;
    version: number;
  } & Place,
): Promise<void> {
  const { version, ...rest } = mirror;
  await tx.db
    .insert(tx.t.mirror)
    .values({ ...rest, status: 'shown', versionShown: version, posts: 1, failure: null })
    .onConflictDoUpdate({
      target: [tx.t.mirror.pageId, tx.t.mirror.connectionId],
      targetWhere: isNotNull(tx.t.mirror.pageId),
      set: { channel: mirror.channel, message: mirror.message, versionShown: version, status: 'shown' },
    });
}

/** Every card of the incident is to be redrawn. Returns where there is something to do. */
export async function markBehind(tx: Tx, incidentId: string): Promise<readonly Place[]> {
  const { mirror } = tx.t;
  await tx.db
    .update(mirror)
    .set({ status: 'behind' })
    .where(and(eq(mirror.incidentId, incidentId), eq(mirror.status, 'shown')));
  return await tx.db
    .select({ connectionId: mirror.connectionId, channel: mirror.channel })
    .from(mirror)
    .where(and(eq(mirror.incidentId, incidentId), inArray(mirror.status, ['wanted', 'behind'])));
}

/** What a channel waits for: new cards first, then cards that are behind, in the order of their making. */
export async function mirrorsBehind(reader: Reader, place: Place, limit: number): Promise<readonly Mirror[]> {
  const { mirror } = reader.t;
  const of = async (status: 'wanted' | 'behind') =>
    await reader.db
      .select()
      .from(mirror)
      .where(
        and(eq(mirror.connectionId, place.connectionId), eq(mirror.channel, place.channel), eq(mirror.status, status)),
      )
      .orderBy(asc(mirror.id))
      .limit(limit);
  return [...(await of('wanted')), ...(await of('behind'))].slice(0, limit);
}

/** The mirror that this message of the platform is. */
export async function mirrorByMessage(reader: Reader, place: Place, message: string): Promise<Mirror | null> {
  const { mirror } = reader.t;
  const [row] = await reader.db
    .select()
    .from(mirror)
    .where(
      and(eq(mirror.connectionId, place.connectionId), eq(mirror.channel, place.channel), eq(mirror.message, message)),
    );
  return row ?? null;
}

/** Where the incident's card stands in this channel; null: not posted (yet). */
export async function threadIn(reader: Reader, incidentId: string, place: Place): Promise<Mirror | null> {
  const { mirror } = reader.t;
  const [row] = await reader.db
    .select()
    .from(mirror)
    .where(
      and(
        eq(mirror.incidentId, incidentId),
        eq(mirror.connectionId, place.connectionId),
        eq(mirror.channel, place.channel),
        isNull(mirror.pageId),
      ),
    );
  return row ?? null;
}

export async function saveMirror(tx: Tx, id: string, change: Partial<Omit<Mirror, 'id'>>): Promise<void> {
  await tx.db.update(tx.t.mirror).set(change).where(eq(tx.t.mirror.id, id));
}

/** What was drawn is shown now. It stays behind when the incident has moved on meanwhile. */
export async function markShown(
  tx: Tx,
  mirror: Pick<Mirror, 'id' | 'incidentId' | 'posts'>,
  shown: { message: string; version: number; posted: boolean },
): Promise<void> {
  const { incident } = tx.t;
  const [now] = await tx.db
    .select({ version: incident.version })
    .from(incident)
    .where(eq(incident.id, mirror.incidentId));
  await saveMirror(tx, mirror.id, {
    status: now?.version === shown.version ? 'shown' : 'behind',
    message: shown.message,
    versionShown: shown.version,
    posts: mirror.posts + (shown.posted ? 1 : 0),
    failure: null,
  });
}

export type StoredLine = Reader['t']['line']['$inferSelect'];

export async function wantLine(
  tx: Tx,
  line: { id: string; accountId: string; incidentId: string | null; content: unknown; at: Instant } & Place,
): Promise<void> {
  await tx.db.insert(tx.t.line).values({ ...line, status: 'wanted', failure: null });
}

export async function linesWanted(reader: Reader, place: Place, limit: number): Promise<readonly StoredLine[]> {
  const { line } = reader.t;
  return await reader.db
    .select()
    .from(line)
    .where(and(eq(line.connectionId, place.connectionId), eq(line.channel, place.channel), eq(line.status, 'wanted')))
    .orderBy(asc(line.id))
    .limit(limit);
}

export async function saveLines(
  tx: Tx,
  ids: readonly string[],
  change: { status: 'shown' | 'failed'; failure: string | null },
): Promise<void> {
  await tx.db
    .update(tx.t.line)
    .set(change)
    .where(inArray(tx.t.line.id, [...ids]));
}

/** Every place that has something to show; asked once at start, in case a wish was written while chat was not there. */
export async function placesBehind(reader: Reader): Promise<readonly Place[]> {
  const { line, mirror } = reader.t;
  const cards = await reader.db
    .selectDistinct({ connectionId: mirror.connectionId, channel: mirror.channel })
    .from(mirror)
    .where(or(eq(mirror.status, 'wanted'), eq(mirror.status, 'behind')));
  const lines = await reader.db
    .selectDistinct({ connectionId: line.connectionId, channel: line.channel })
    .from(line)
    .where(eq(line.status, 'wanted'));
  return [...cards, ...lines];
}

/** Until when the platform wants peace for any of these scopes; 0: not at all. */
export async function quietUntil(reader: Reader, connectionId: string, scopes: readonly string[]): Promise<Instant> {
  if (scopes.length === 0) return 0;
  const { quiet } = reader.t;
  const rows = await reader.db
    .select({ until: quiet.until })
    .from(quiet)
    .where(and(eq(quiet.connectionId, connectionId), inArray(quiet.scope, [...scopes])));
  return Math.max(0, ...rows.map((row) => row.until));
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
