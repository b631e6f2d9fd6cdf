import { and, asc, eq, inArray, isNotNull, isNull, lte, min, or, sql } from 'drizzle-orm';
import type { Reader, Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewJob } from './job.ts';

/** A job that was claimed: ours until `lockedUntil`. */
export interface Claimed {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly lockedBy: string;
  readonly lockedUntil: Instant;
}

/** Folds into an open job of the same kind and key that has not begun: the earlier time, the newer payload. */
export async function putJob(
  tx: Tx,
  id: string,
  wish: NewJob & { attempt: number; failure: string | null },
): Promise<void> {
  const { job } = tx.t;
  const { kind, key, payload, due, attempt, failure } = wish;
  await tx.db
    .insert(job)
    .values({ id, kind, key, payload, dueAt: due, attempt, failure, lockedBy: null, lockedUntil: null })
    .onConflictDoUpdate({
      target: [job.kind, job.key],
      targetWhere: sql`locked_until is null and due_at is not null`,
      set: {
        payload: sql`excluded.payload`,
        dueAt: sql`case when excluded.due_at < ${job.dueAt} then excluded.due_at else ${job.dueAt} end`,
        attempt: sql`case when excluded.attempt > ${job.attempt} then excluded.attempt else ${job.attempt} end`,
        failure: sql`excluded.failure`,
      },
    });
}

/** Claims due jobs of one kind in one statement: never begun, or begun by somebody whose time is over; one at a time per key. */
export async function claimJobs(
  tx: Tx,
  claim: { kind: string; limit: number; now: Instant; owner: string; until: Instant },
): Promise<readonly Claimed[]> {
  const { job } = tx.t;
  const { kind, limit, now, owner, until } = claim;
  const free = and(
    eq(job.kind, kind),
    lte(job.dueAt, now),
    or(
      and(
        isNull(job.lockedUntil),
        sql`not exists (select 1 from job begun where begun.kind = ${job.kind} and begun.key = ${job.key} and begun.locked_until is not null)`,
      ),
      lte(job.lockedUntil, now),
    ),
  );
  const next = tx.db.select({ id: job.id }).from(job).where(free).orderBy(asc(job.dueAt), asc(job.id)).limit(limit);
  const rows = await tx.db
    .update(job)
    .set({ lockedBy: owner, lockedUntil: until })
    .where(inArray(job.id, next))
    .returning();
  const order = rows.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.id < b.id ? -1 : 1));
  return order.map(({ id, key, payload, attempt }) => ({
    id,
    kind,
    key,
    payload,
    attempt,
    lockedBy: owner,
    lockedUntil: until,
  }));
}

/** Removes a job that is ours. False: it is not ours any more. */
export async function removeJob(tx: Tx, claimed: Claimed): Promise<boolean> {
  const { job } = tx.t;
  return (await tx.db.delete(job).where(ours(tx, claimed)).returning({ id: job.id })).length === 1;
}

/** Keeps a job as given up, with its reason. False: it is not ours any more. */
export async function giveUpJob(tx: Tx, claimed: Claimed, failure: string): Promise<boolean> {
  const { job } = tx.t;
  const kept = await tx.db
    .update(job)
    .set({ dueAt: null, lockedBy: null, lockedUntil: null, failure })
    .where(ours(tx, claimed))
    .returning({ id: job.id });
  return kept.length === 1;
}

/** Begun, then freed: it may be claimed at once, and may stand beside a newer wish. */
export async function freeJobs(tx: Tx, ids: readonly string[], owner: string): Promise<void> {
  const { job } = tx.t;
  if (ids.length === 0) return;
  await tx.db
    .update(job)
    .set({ lockedBy: null, lockedUntil: 0 })
    .where(and(inArray(job.id, [...ids]), eq(job.lockedBy, owner)));
}

/** Frees everything that is begun, for the start of the only process that runs jobs. Returns how many. */
export async function freeAllJobs(tx: Tx): Promise<number> {
  const { job } = tx.t;
  const freed = await tx.db
    .update(job)
    .set({ lockedBy: null, lockedUntil: 0 })
    .where(isNotNull(job.lockedUntil))
    .returning({ id: job.id });
  return freed.length;
}

/** When each kind has something to do next: the earliest due job that is not in somebody's hands, or whose hands time out. */
export async function nextDue(reader: Reader): Promise<readonly { kind: string; at: Instant }[]> {
  const { job } = reader.t;
  const at = sql<
    number | string
  >`min(case when ${job.lockedUntil} > ${job.dueAt} then ${job.lockedUntil} else ${job.dueAt} end)`;
  const rows = await reader.db.select({ kind: job.kind, at }).from(job).where(isNotNull(job.dueAt)).groupBy(job.kind);
  return rows.map(({ kind, at: when }) => ({ kind, at: Number(when) }));
}

/** The oldest due time among jobs that wait although they are due. */
export async function oldestDue(reader: Reader, kinds: readonly string[], now: Instant): Promise<Instant | null> {
  const { job } = reader.t;
  const [row] = await reader.db
    .select({ at: min(job.dueAt) })
    .from(job)
    .where(and(inArray(job.kind, [...kinds]), lte(job.dueAt, now)));
  return row?.at ?? null;
}

function ours(tx: Tx, claimed: Claimed) {
  const { job } = tx.t;
  return and(eq(job.id, claimed.id), eq(job.lockedBy, claimed.lockedBy), eq(job.lockedUntil, claimed.lockedUntil));
}
