import { and, asc, eq, inArray, isNull, lt, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { forUpdate } from '../db/for-update.ts';
import { namedRow } from '../db/named.ts';
import { prepared } from '../db/prepared.ts';
import { preparedSave } from '../db/prepared-save.ts';
import type { Reader, Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';

/** Where an incident's card is shown. */
export type Mirror = Reader['t']['mirror']['$inferSelect'];

/** A channel of a workspace: what one `chat.flush` is about. */
export interface Place {
  readonly connectionId: string;
  readonly channel: string;
}

const newMirror = prepared('mirror_insert', ({ db, t: { mirror } }) =>
  db.insert(mirror).values(namedRow(mirror)).onConflictDoNothing(),
);

/** The cards of incidents that were opened in this transaction: written at its end, with all that was wanted of them meanwhile. */
const fresh = new WeakMap<Tx, Map<string, Mirror[]>>();

/** A card of an incident that is opened in this transaction; there are no others of it. */
export function wantMirror(tx: Tx, mirror: { id: string; accountId: string; incidentId: string } & Place): void {
  const known = fresh.get(tx);
  const all = known ?? new Map<string, Mirror[]>();
  if (known === undefined) {
    fresh.set(tx, all);
    tx.beforeCommit(async () => {
      fresh.delete(tx);
      for (const row of [...all.values()].flat()) await newMirror(tx, row);
    });
  }
  const row: Mirror = {
    ...mirror,
    status: 'wanted',
    pageId: null,
    message: null,
    versionShown: 0,
    posts: 0,
    failure: null,
    eventWanted: 0,
    eventShown: 0,
    stray: false,
  };
  all.set(mirror.incidentId, [...(all.get(mirror.incidentId) ?? []), row]);
}

const keep = prepared('mirror_keep', ({ db, t: { mirror } }) => {
  const row = namedRow(mirror);
  return db
    .insert(mirror)
    .values(row)
    .onConflictDoUpdate({
      target: [mirror.pageId, mirror.connectionId],
      targetWhere: sql`page_id is not null`,
      set: { channel: row.channel, message: row.message, versionShown: row.versionShown, status: row.status },
    });
});

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
  const shown = { status: 'shown', versionShown: version, posts: 1, failure: null };
  await keep(tx, { ...rest, ...shown, stray: false, eventWanted: 0, eventShown: 0 });
}

/** A message about the incident that we did not know. It counts as posted twice, so that it is not posted anew when it is gone. */
export async function adoptMirror(
  tx: Tx,
  stray: { id: string; accountId: string; incidentId: string; message: string } & Place,
): Promise<void> {
  const found = { pageId: null, status: 'behind', stray: true, versionShown: 0, posts: 2, failure: null } as const;
  await tx.db.insert(tx.t.mirror).values({ ...stray, ...found });
}

/**
 * Every card of the incident is to be redrawn; one that could not be shown is tried again, because what kept it from that
 * may be mended. With `place`, the threads under the cards are to tell its events up to there. Returns where there is
 * something to do.
 */
export async function markBehind(tx: Tx, incidentId: string, place: number | null): Promise<readonly Place[]> {
  const opened = fresh.get(tx)?.get(incidentId);
  if (opened !== undefined) {
    for (const mirror of opened) mirror.eventWanted = place ?? mirror.eventWanted;
    return opened;
  }
  const all = await behind(tx, { incidentId, place });
  return all.filter(({ status, shown, wanted }) => {
    if (status === 'deleted') return false;
    return status === 'wanted' || status === 'behind' || shown < wanted;
  });
}

// Of an incident's few mirrors all are touched: so one statement says what waits.
const behind = prepared('mirror_mark_behind', (reader) => {
  const { mirror } = reader.t;
  const status = sql`case when ${mirror.status} in ('shown', 'closed', 'refused') then ${anew(reader)} else ${mirror.status} end`;
  const told = sql`${mirror.pageId} is null and not ${mirror.stray}`;
  const place = sql`coalesce(${sql.placeholder('place')}, ${mirror.eventWanted})`;
  return reader.db
    .update(mirror)
    .set({ status, eventWanted: sql`case when ${told} then ${place} else ${mirror.eventWanted} end` })
    .where(eq(mirror.incidentId, sql.placeholder('incidentId')))
    .returning({
      connectionId: mirror.connectionId,
      channel: mirror.channel,
      status: mirror.status,
      shown: mirror.eventShown,
      wanted: mirror.eventWanted,
    });
});

/** The states from which a card may be brought up to date again. */
const drawable = ['shown', 'closed', 'refused'] as const;

/** To be posted where it never was, else to be edited. */
export function anew({ t: { mirror } }: Reader): SQL<string> {
  return sql<string>`case when ${mirror.message} is null then 'wanted' else 'behind' end`;
}

// The states are written out, so that SQLite sees that the partial index fits, and does not build the statement anew for
// each run, as it does where a bound one is compared with that of an index.
const nextOf = (status: 'wanted' | 'behind') =>
  prepared(`mirror_next_${status}`, ({ db, t: { mirror } }) =>
    db
      .select()
      .from(mirror)
      .where(
        and(
          eq(mirror.connectionId, sql.placeholder('connectionId')),
          eq(mirror.channel, sql.placeholder('channel')),
          sql`status in ('wanted', 'behind')`,
          sql.raw(`status = '${status}'`),
        ),
      )
      .orderBy(asc(mirror.id))
      .limit(1),
  );
const next = { wanted: nextOf('wanted'), behind: nextOf('behind') };

/** The oldest card of the channel that is `wanted` (to be posted) or `behind` (to be edited). */
export async function nextMirror(reader: Reader, place: Place, status: 'wanted' | 'behind'): Promise<Mirror | null> {
  const [row] = await next[status](reader, { connectionId: place.connectionId, channel: place.channel });
  return row ?? null;
}

const thread = prepared('mirror_thread_next', ({ db, t: { mirror } }) =>
  db
    .select()
    .from(mirror)
    .where(
      and(
        eq(mirror.connectionId, sql.placeholder('connectionId')),
        eq(mirror.channel, sql.placeholder('channel')),
        sql`event_shown < event_wanted`,
        // First the card, then what is said under it; nothing where somebody would not have it.
        notInArray(mirror.status, ['wanted', 'closed', 'deleted']),
      ),
    )
    .orderBy(asc(mirror.id))
    .limit(1),
);

/** The oldest card of the channel whose thread has not told everything yet. */
export async function nextThread(reader: Reader, { connectionId, channel }: Place): Promise<Mirror | null> {
  const [row] = await thread(reader, { connectionId, channel });
  return row ?? null;
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

const inChannel = prepared('mirror_in_channel', ({ db, t: { mirror } }) =>
  db
    .select()
    .from(mirror)
    .where(
      and(
        eq(mirror.incidentId, sql.placeholder('incidentId')),
        eq(mirror.connectionId, sql.placeholder('connectionId')),
        eq(mirror.channel, sql.placeholder('channel')),
        isNull(mirror.pageId),
        sql`not stray`,
      ),
    ),
);

/** Where the incident's card stands in this channel; null: not posted (yet). */
export async function threadIn(reader: Reader, incidentId: string, place: Place): Promise<Mirror | null> {
  const [row] = await inChannel(reader, { incidentId, connectionId: place.connectionId, channel: place.channel });
  return row ?? null;
}

/** Brought up to date again, whatever it showed. False: there is nothing to do, or it was deleted for good. */
export async function reviveMirror(tx: Tx, id: string): Promise<boolean> {
  const { mirror } = tx.t;
  const revived = await tx.db
    .update(mirror)
    .set({ status: anew(tx) })
    .where(and(eq(mirror.id, id), inArray(mirror.status, [...drawable])))
    .returning({ id: mirror.id });
  return revived.length > 0;
}

/** Every card of an open incident that could not be shown is tried again. */
export async function reviveOpen(tx: Tx): Promise<void> {
  const { incident, mirror } = tx.t;
  const open = tx.db.select({ id: incident.id }).from(incident).where(ne(incident.status, 'resolved'));
  await tx.db
    .update(mirror)
    .set({ status: anew(tx) })
    .where(and(inArray(mirror.status, ['closed', 'refused']), inArray(mirror.incidentId, open)));
}

/**
 * Whether a card without an answer was posted is not known to whoever goes on after a server that ended in the middle of the
 * call. Such a card is looked at like one whose answer was lost.
 */
export async function doubtPosts(tx: Tx, { connectionId, channel }: Place): Promise<void> {
  const { mirror } = tx.t;
  const here = and(eq(mirror.connectionId, connectionId), eq(mirror.channel, channel));
  await tx.db
    .update(mirror)
    .set({ failure: 'the server ended before it was known to stand' })
    .where(and(here, eq(mirror.status, 'wanted'), isNull(mirror.failure)));
}

export type MirrorStatus = 'wanted' | 'behind' | 'shown' | 'closed' | 'refused' | 'deleted';

export async function saveMirror(
  tx: Tx,
  id: string,
  change: Partial<Omit<Mirror, 'id' | 'status'>> & { status?: MirrorStatus },
): Promise<void> {
  await save(tx, id, change);
}

const save = preparedSave('mirror');

const versionOf = prepared('incident_version', ({ db, t: { incident } }) =>
  forUpdate(
    db
      .select({ version: incident.version })
      .from(incident)
      .where(eq(incident.id, sql.placeholder('id'))),
  ),
);

/**
 * What was drawn is shown now. It stays behind when the incident has moved on meanwhile; the incident is locked, so that whoever
 * moves it on finds its card either behind still or shown.
 */
export async function markShown(
  tx: Tx,
  mirror: Pick<Mirror, 'id' | 'incidentId' | 'posts'>,
  shown: { message: string; version: number; posted: boolean },
): Promise<void> {
  const [now] = await versionOf(tx, { id: mirror.incidentId });
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

const wantedLines = prepared('lines_wanted', ({ db, t: { line } }) =>
  db
    .select()
    .from(line)
    .where(
      and(
        eq(line.connectionId, sql.placeholder('connectionId')),
        eq(line.channel, sql.placeholder('channel')),
        sql`status = 'wanted'`,
      ),
    )
    .orderBy(asc(line.id))
    .limit(sql.placeholder('limit')),
);

export async function linesWanted(reader: Reader, place: Place, limit: number): Promise<readonly StoredLine[]> {
  return await wantedLines(reader, { ...place, limit });
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
    .where(
      and(
        ne(mirror.status, 'deleted'),
        or(eq(mirror.status, 'wanted'), eq(mirror.status, 'behind'), lt(mirror.eventShown, mirror.eventWanted)),
      ),
    );
  const lines = await reader.db
    .selectDistinct({ connectionId: line.connectionId, channel: line.channel })
    .from(line)
    .where(eq(line.status, 'wanted'));
  return [...cards, ...lines];
}
