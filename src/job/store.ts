import {
  aliasedTable,
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  notExists,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import { forUpdate } from '../db/for-update.ts';
import { prepared } from '../db/prepared.ts';
import { preparedInsert } from '../db/prepared-insert.ts';
import type { Reader, Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { madeAt } from '../lib/ids.ts';
import type { NewJob, Unended } from './job.ts';
import type { Claimed } from './port.ts';

/** The predicate of the index `job_waiting`: open and never begun. */
const waiting = sql`locked_until is null and due_at is not null`;

/** A job as it is put: `attempt` is how often it was tried before. */
export type Put = NewJob & { readonly id: string; readonly attempt: number; readonly failure: string | null };

interface Fold {
  readonly put: Put;
  /** What a job that waits already takes over of it, beside the earlier time: see `write`. */
  readonly how: 'wish' | 'back';
}

const gathered = new WeakMap<Tx, Fold[]>();

/** A new wish: an open job of the same kind and key that has not begun takes it in, with its attempts. */
export function putWish(tx: Tx, wish: NewJob & { readonly id: string }): void {
  fold(tx, { put: { ...wish, attempt: 0, failure: null }, how: 'wish' });
}

/** A job that comes back: a newer wish that waits already knows better what is to be done, but not how often it failed. */
export function putBack(tx: Tx, put: Put): void {
  fold(tx, { put, how: 'back' });
}

/** Jobs are written at the end of their transaction, in one order: two that fold into the same rows do not wait for each other. */
function fold(tx: Tx, one: Fold): void {
  const before = gathered.get(tx);
  if (before !== undefined) {
    before.push(one);
    return;
  }
  const folds = [one];
  gathered.set(tx, folds);
  tx.beforeCommit(async () => {
    gathered.delete(tx);
    for (const { how, rows } of piecesOf(folds.sort((a, b) => inOrder(a.put, b.put)))) await write[how](tx, rows);
  });
}

type Row = Reader['t']['job']['$inferSelect'];

/**
 * Folds that one statement can write, in their order. A statement does not write the same row twice, so of two wishes of one kind and
 * key the newer is written with the earlier time, as the row would have become.
 */
function piecesOf(sorted: readonly Fold[]): readonly { readonly how: Fold['how']; readonly rows: readonly Row[] }[] {
  const pieces: { how: Fold['how']; rows: Row[] }[] = [];
  for (const { how, put } of sorted) {
    const { due, ...rest } = put;
    const row: Row = { ...rest, dueAt: due, lockedBy: null, lockedUntil: null };
    const piece = pieces.at(-1);
    const before = piece?.rows.at(-1);
    const same = before?.kind === row.kind && before.key === row.key;
    if (piece === undefined || piece.how !== how || (same && how === 'back')) pieces.push({ how, rows: [row] });
    else if (before !== undefined && same) {
      piece.rows[piece.rows.length - 1] = {
        ...before,
        payload: row.payload,
        dueAt: Math.min(before.dueAt ?? due, due),
      };
    } else piece.rows.push(row);
  }
  return pieces;
}

function inOrder(a: Put, b: Put): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

/** DO UPDATE, never DO NOTHING: a claim may take the row that waits before this transaction has committed. */
function folding(name: string, merged: (reader: Reader) => Record<string, SQL>) {
  return preparedInsert(
    name,
    ({ t }) => t.job,
    (reader, rows) => {
      const { job } = reader.t;
      const earlier = sql`case when ${job.dueAt} < excluded.due_at then ${job.dueAt} else excluded.due_at end`;
      return reader.db
        .insert(job)
        .values(rows)
        .onConflictDoUpdate({
          target: [job.kind, job.key],
          targetWhere: waiting,
          set: { ...merged(reader), dueAt: earlier },
        });
    },
  );
}

const write: Readonly<Record<Fold['how'], ReturnType<typeof folding>>> = {
  wish: folding('job_wish', () => ({ payload: sql`excluded.payload`, failure: sql`null` })),
  back: folding('job_back', ({ t: { job } }) => ({
    attempt: sql`case when ${job.attempt} > excluded.attempt then ${job.attempt} else excluded.attempt end`,
    failure: sql`excluded.failure`,
  })),
};

/** Nobody has it: never begun and none of its kind and key begun, or its lock is over (0: it was given back). */
function unheld({ db, t: { job } }: Reader, now: Instant | Placeholder): SQL | undefined {
  const begun = aliasedTable(job, 'begun');
  const same = and(eq(begun.kind, job.kind), eq(begun.key, job.key), isNotNull(begun.lockedUntil));
  const held = db.select({ one: sql`1` }).from(begun).where(same);
  return or(and(isNull(job.lockedUntil), notExists(held)), lte(job.lockedUntil, now));
}

/** What is kept of a run that nobody ended in time. */
const ranOut = 'whoever ran it did not end it in time';

const claim = prepared('job_claim', (reader) => {
  const { db, t } = reader;
  const { job } = t;
  const value = sql.placeholder;
  // What is due at the same time comes as it was written; asking for its order makes SQLite sort all of it for each claim
  // (10,000 rows due at once: 1,200 jobs/s rather than 2,600).
  const due = and(eq(job.kind, value('kind')), lte(job.dueAt, value('dueBy')), unheld(reader, value('now')));
  const found = db.select({ id: job.id }).from(job).where(due).orderBy(asc(job.dueAt)).limit(value('limit'));
  // In a `with`, so that PostgreSQL finds and locks them once; said again outside, because there a row may have changed
  // after it was found.
  const next = db.$with('next').as(forUpdate(found, { skipLocked: true }));
  return db
    .with(next)
    .update(job)
    .set({
      lockedBy: sql`${value('lockedBy')}`,
      lockedUntil: sql`${value('lockedUntil')}`,
      failure: sql`case when ${job.lockedUntil} > 0 then ${ranOut} else ${job.failure} end`,
    })
    .where(and(inArray(job.id, db.select({ id: next.id }).from(next)), due))
    .returning();
});

/**
 * One statement for many rows: a claim costs a commit, so it takes as many as can be run. `unended` are those of them that
 * somebody else had begun, and whose lock ran out.
 */
export async function claimRows(
  tx: Tx,
  what: { kind: string; limit: number; dueBy: Instant; now: Instant; lockedBy: string; lockedUntil: Instant },
): Promise<{ claimed: Claimed[]; unended: Unended[] }> {
  const { now, lockedBy, lockedUntil } = what;
  const rows = await claim(tx, what);
  const claimed = rows
    .map(({ dueAt, failure: _, ...row }) => ({ ...row, due: dueAt ?? now, lockedBy, lockedUntil }))
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
  return { claimed, unended: rows.filter(({ failure }) => failure === ranOut) };
}

/** Thrown where a job is ended by somebody who no longer has it, so that his transaction rolls back. */
export class NotOurs extends Error {}

const remove = prepared('job_remove', ({ db, t: { job } }) =>
  db
    .delete(job)
    .where(
      and(
        eq(job.id, sql.placeholder('id')),
        eq(job.lockedBy, sql.placeholder('lockedBy')),
        eq(job.lockedUntil, sql.placeholder('lockedUntil')),
      ),
    )
    .returning({ id: job.id }),
);

function ours({ t: { job } }: Reader, { id, lockedBy, lockedUntil }: Claimed): SQL | undefined {
  return and(eq(job.id, id), eq(job.lockedBy, lockedBy), eq(job.lockedUntil, lockedUntil));
}

function mustBeOurs(rows: readonly unknown[], { id, kind }: Claimed): void {
  if (rows.length === 0)
    throw new NotOurs(`${id} (${kind}) is not ours any more: it was ended already or took too long`);
}

export async function removeRow(tx: Tx, claimed: Claimed): Promise<void> {
  const { id, lockedBy, lockedUntil } = claimed;
  mustBeOurs(await remove(tx, { id, lockedBy, lockedUntil }), claimed);
}

export async function giveUpRow(tx: Tx, claimed: Claimed, failure: string): Promise<void> {
  const { job } = tx.t;
  const given = { dueAt: null, lockedBy: null, lockedUntil: null, failure };
  mustBeOurs(await tx.db.update(job).set(given).where(ours(tx, claimed)).returning({ id: job.id }), claimed);
}

/** 0, not null: begun and given back, so that it may stand beside a newer wish. */
const freed = { lockedBy: null, lockedUntil: 0 };

/** False: whoever has lost it meanwhile gives nothing back. */
export async function freeRow(tx: Tx, claimed: Claimed): Promise<boolean> {
  const { job } = tx.t;
  return (await tx.db.update(job).set(freed).where(ours(tx, claimed)).returning({ id: job.id })).length > 0;
}

/** Frees whatever these owners hold. */
export async function freeRowsOf(tx: Tx, owners: readonly string[]): Promise<Unended[]> {
  const { job } = tx.t;
  const held = and(gt(job.lockedUntil, 0), inArray(job.lockedBy, [...owners]));
  return await tx.db.update(job).set(freed).where(held).returning({ kind: job.kind, payload: job.payload });
}

const allHolders = prepared('job_holders', ({ db, t: { job } }) =>
  db.selectDistinct({ owner: job.lockedBy }).from(job).where(gt(job.lockedUntil, 0)),
);

/** Whoever holds a job, or held it until its lock ran out. */
export async function holders(reader: Reader): Promise<string[]> {
  return (await allHolders(reader, {})).flatMap(({ owner }) => owner ?? []);
}

const nextUnheld = prepared('job_next_unheld', (reader) => {
  const { db, t } = reader;
  const { job } = t;
  const kind = eq(job.kind, sql.placeholder('kind'));
  return db
    .select({ at: job.dueAt })
    .from(job)
    .where(and(kind, isNotNull(job.dueAt), isNull(job.lockedUntil), unheld(reader, 0)))
    .orderBy(asc(job.dueAt))
    .limit(1);
});

// Asked of `job_locked`, which has few rows; by kind, SQLite would read everything that waits.
const allBegun = prepared('job_begun', ({ db, t: { job } }) =>
  db.select({ of: job.kind, due: job.dueAt, until: job.lockedUntil }).from(job).where(gte(job.lockedUntil, 0)),
);

/** When the kind next has something to claim, if nothing else happens. Null: never. */
export async function nextDueOf(reader: Reader, kind: string): Promise<Instant | null> {
  const [next] = await nextUnheld(reader, { kind });
  const begun = await allBegun(reader, {});
  const times = begun.filter(({ of }) => of === kind).map(({ due, until }) => Math.max(due ?? 0, until ?? 0));
  if (next?.at != null) times.push(next.at);
  return times.length === 0 ? null : Math.min(...times);
}

/** The kinds, known or not, that have something unheld which was due by `dueBy`. */
export async function overdueKinds(reader: Reader, dueBy: Instant, now: Instant): Promise<string[]> {
  const { job } = reader.t;
  const rows = await reader.db
    .selectDistinct({ kind: job.kind })
    .from(job)
    .where(and(lte(job.dueAt, dueBy), unheld(reader, now)));
  return rows.map(({ kind }) => kind);
}

/** Since when the oldest of what is due and unheld has been due. Null: nothing is. */
export async function oldestDue(reader: Reader, now: Instant, kinds?: readonly string[]): Promise<Instant | null> {
  const { job } = reader.t;
  const ofKind = kinds === undefined ? undefined : inArray(job.kind, [...kinds]);
  const [oldest] = await reader.db
    .select({ at: job.dueAt })
    .from(job)
    .where(and(ofKind, lte(job.dueAt, now), or(isNull(job.lockedUntil), lte(job.lockedUntil, now))))
    .orderBy(asc(job.dueAt))
    .limit(1);
  return oldest?.at ?? null;
}

/** A job that is not tried any more. `askedFor`: when it was written first. */
export interface GivenUp {
  readonly kind: string;
  readonly key: string;
  readonly askedFor: Instant;
  readonly reason: string;
}

/** What was given up, the newest first. */
export async function givenUp(reader: Reader, limit: number): Promise<readonly GivenUp[]> {
  const { job } = reader.t;
  const rows = await reader.db
    .select({ id: job.id, kind: job.kind, key: job.key, failure: job.failure })
    .from(job)
    .where(isNull(job.dueAt))
    .orderBy(desc(job.id))
    .limit(limit);
  return rows.map(({ id, kind, key, failure }) => ({ kind, key, askedFor: madeAt(id), reason: failure ?? '' }));
}

/** How many jobs were given up, of whatever account. */
export async function countGivenUp(reader: Reader): Promise<number> {
  return await reader.db.$count(reader.t.job, isNull(reader.t.job.dueAt));
}

const ofAnAccount = z.looseObject({ accountId: z.string() });

/** How many jobs of this account were given up; those that name no account are nobody's but the operator's. */
export async function countGivenUpOf(reader: Reader, accountId: string): Promise<number> {
  const { job } = reader.t;
  // Whose it is stands in the payload, and no query looks inside of one: see `json` in src/db/kit.ts.
  const rows = await reader.db.select({ payload: job.payload }).from(job).where(isNull(job.dueAt));
  return rows.filter(({ payload }) => ofAnAccount.safeParse(payload).data?.accountId === accountId).length;
}

/** What was due by `dueBy` and nobody has taken, by kind: how many, and since when the oldest. */
export async function overdue(
  reader: Reader,
  dueBy: Instant,
  now: Instant,
): Promise<readonly { readonly kind: string; readonly count: number; readonly since: Instant }[]> {
  const { job } = reader.t;
  return await reader.db
    .select({
      kind: job.kind,
      count: sql<number>`count(*)`.mapWith(Number),
      since: sql<number>`min(due_at)`.mapWith(Number),
    })
    .from(job)
    .where(and(lte(job.dueAt, dueBy), or(isNull(job.lockedUntil), lte(job.lockedUntil, now))))
    .groupBy(job.kind)
    .orderBy(asc(job.kind));
}
