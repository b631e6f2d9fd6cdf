import { z } from 'zod';
import { type AnyWorker, type Running, type Unended, worker } from '../../src/job/job.ts';
import { createJobs, type Jobs } from '../../src/job/jobs.ts';
import type { Claimed } from '../../src/job/port.ts';
import type { Times } from '../../src/job/times.ts';
import { newId } from '../../src/lib/ids.ts';
import { type SteppedClock, steppedClock } from './clock.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type StrictLog, strictLog } from './log.ts';

export type Job = Running<{ n: number }>;

export const start = Date.UTC(2026, 0, 5, 9);
export const kind = 'page.deliver';
export const keys = (claimed: readonly Claimed[]): string[] => claimed.map(({ key }) => key);

/** Jobs in a database of their own, and one server that does them. */
export interface TestJobs {
  readonly database: TestDatabase;
  readonly clock: SteppedClock;
  readonly log: StrictLog;
  readonly jobs: Jobs;
  readonly wakes: { kind: string; due: number }[];
  /** What was said to be begun and not ended. */
  readonly unended: Unended[];
  /** What the worker of `kind` does; until it is set, it ends its job. */
  work: (job: Job) => Promise<void>;
  /** Another server on the same database. */
  jobsOf(owner: string, times?: Times): Jobs;
  want(key: string, due?: number, n?: number, of?: string): Promise<void>;
  rows(): ReturnType<typeof rows>;
  claimOne(from?: Jobs): Promise<Claimed>;
  /** What was logged so far; it counts as expected then. */
  complaints(): string[];
  /** Throws when something was logged that nobody expected. */
  close(): Promise<void>;
}

export async function freshJobs(): Promise<TestJobs> {
  const database = await freshDatabase();
  const clock = steppedClock(start);
  const log = strictLog();
  const wakes: TestJobs['wakes'] = [];
  const unended: Unended[] = [];
  const jobsOf = (owner: string, times?: Times): Jobs => {
    const workers: AnyWorker[] = [
      worker({
        kind: { name: kind, payload: z.strictObject({ n: z.number() }), concurrency: 5 },
        work: (job) => fresh.work(job),
      }),
      worker({ kind: { name: 'chat.flush', payload: z.unknown(), concurrency: 1 }, work: () => Promise.resolve() }),
    ];
    return createJobs({
      store: database.store,
      clock: clock.now,
      newId,
      log,
      owner,
      workers: () => workers,
      onUnended: async (_, rows) => void unended.push(...rows.map((row) => ({ kind: row.kind, payload: row.payload }))),
      ...(times === undefined ? {} : { times }),
    });
  };
  const jobs = jobsOf('server-1');
  jobs.onWake((woken, due) => wakes.push({ kind: woken, due }));
  const fresh: TestJobs = {
    database,
    clock,
    log,
    jobs,
    wakes,
    unended,
    work: (job) => database.store.transaction((tx) => job.done(tx)),
    jobsOf,
    want: (key, due = start, n = 1, of = kind) =>
      database.store.transaction((tx) => jobs.later(tx, { kind: of, key, due, payload: { n } })),
    rows: () => rows(database),
    claimOne: async (from = jobs) => {
      const [claimed] = await from.claim(kind, 1);
      if (claimed === undefined) throw new Error('there was nothing to claim');
      return claimed;
    },
    complaints: () => log.complaints.splice(0).map(({ message }) => message),
    close: async () => {
      log.expectQuiet();
      await database.close();
    },
  };
  return fresh;
}

async function rows({ store }: TestDatabase) {
  const { db, t } = store.read;
  const { key, payload, dueAt, attempt, lockedBy, lockedUntil, failure } = t.job;
  return await db
    .select({ key, payload, dueAt, attempt, lockedBy, lockedUntil, failure })
    .from(t.job)
    .orderBy(t.job.id);
}
