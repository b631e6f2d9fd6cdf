import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { backoff } from '../../src/job/backoff.ts';
import { type AnyWorker, type Running, worker } from '../../src/job/job.ts';
import { createJobs, type Jobs } from '../../src/job/jobs.ts';
import type { Claimed } from '../../src/job/port.ts';
import type { Times } from '../../src/job/times.ts';
import { newId } from '../../src/lib/ids.ts';
import { type SteppedClock, steppedClock } from '../support/clock.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { type StrictLog, strictLog } from '../support/log.ts';

type Job = Running<{ n: number }>;

const start = Date.UTC(2026, 0, 5, 9);
const kind = 'page.deliver';
let database: TestDatabase;
let clock: SteppedClock;
let log: StrictLog;
let work: (job: Job) => Promise<void>;
let jobs: Jobs;
let wakes: { kind: string; due: number }[];

beforeEach(async () => {
  database = await freshDatabase();
  clock = steppedClock(start);
  log = strictLog();
  work = (job) => database.store.transaction((tx) => job.done(tx));
  jobs = jobsOf('server-1');
  wakes = [];
  jobs.onWake((woken, due) => wakes.push({ kind: woken, due }));
});
afterEach(async () => {
  log.expectQuiet();
  await database.close();
});

function jobsOf(owner: string, times?: Times): Jobs {
  const workers: AnyWorker[] = [
    worker({
      kind: { name: kind, payload: z.strictObject({ n: z.number() }), concurrency: 5 },
      work: (job) => work(job),
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
    ...(times === undefined ? {} : { times }),
  });
}

function want(key: string, due = start, n = 1, of = kind): Promise<void> {
  return database.store.transaction((tx) => jobs.later(tx, { kind: of, key, due, payload: { n } }));
}

async function rows() {
  const { db, t } = database.store.read;
  const { key, payload, dueAt, attempt, lockedBy, lockedUntil, failure } = t.job;
  return await db
    .select({ key, payload, dueAt, attempt, lockedBy, lockedUntil, failure })
    .from(t.job)
    .orderBy(t.job.id);
}

async function claimOne(from = jobs): Promise<Claimed> {
  const [claimed] = await from.claim(kind, 1);
  if (claimed === undefined) throw new Error('there was nothing to claim');
  return claimed;
}

const keys = (claimed: readonly Claimed[]): string[] => claimed.map(({ key }) => key);
const complaints = (): string[] => log.complaints.splice(0).map(({ message }) => message);

test('a job that waits takes in what is wanted again: the earlier time, the newest payload', async () => {
  await want('ada', start + 500, 1);
  await want('ada', start + 900, 2);
  await want('ada', start + 200, 3);
  await want('ada', start + 300, 4);
  expect(await rows()).toMatchObject([{ key: 'ada', dueAt: start + 200, payload: { n: 4 }, attempt: 0 }]);
});

test('the same key of another kind, and another key, are other jobs', async () => {
  await want('ada');
  await want('bo');
  await want('ada', start, 1, 'chat.flush');
  expect(await rows()).toHaveLength(3);
});

test('whoever waits for jobs is told after the commit, and not when it was rolled back', async () => {
  await want('ada', start + 5);
  const failed = database.store.transaction(async (tx) => {
    await jobs.later(tx, { kind, key: 'bo', due: start, payload: { n: 1 } });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(wakes).toEqual([{ kind, due: start + 5 }]);
});

test('a claim takes what is due, the earliest first, and no more than asked for', async () => {
  for (const [key, due] of [
    ['late', 3],
    ['early', 1],
    ['middle', 2],
    ['not-yet', 11],
  ] as const) {
    await want(key, start + due);
  }
  clock.advance(10);
  expect(keys(await jobs.claim(kind, 2))).toEqual(['early', 'middle']);
  expect(keys(await jobs.claim(kind, 9))).toEqual(['late']);
  expect(await jobs.claim(kind, 9)).toEqual([]);
});

test('a claim says who has it and until when', async () => {
  await want('ada');
  expect(await claimOne()).toMatchObject({ kind, key: 'ada', due: start, attempt: 0, lockedUntil: start + 60_000 });
  expect(await rows()).toMatchObject([{ lockedBy: 'server-1', lockedUntil: start + 60_000 }]);
});

test('no more of a kind are held than may run at once, whoever asks', async () => {
  for (let i = 0; i < 8; i += 1) await want(`k${i}`);
  const [first, second] = await Promise.all([jobs.claim(kind, 3), jobs.claim(kind, 100)]);
  expect([first.length, second.length]).toEqual([3, 2]);
  expect(await jobs.claim(kind, 1)).toEqual([]);
  expect(await jobs.nextDue(kind)).toEqual([]);
  wakes.length = 0;
  await Promise.all([...first, ...second].map((row) => jobs.run(row)));
  expect(wakes).toContainEqual({ kind, due: start });
  expect(await jobs.claim(kind, 100)).toHaveLength(3);
});

test('somebody who found no place is told when a claim gives back what it did not need', async () => {
  const [first, second] = await Promise.all([jobs.claim(kind, 5), jobs.claim(kind, 5)]);
  expect([first, second]).toEqual([[], []]);
  expect(wakes).toEqual([{ kind, due: start }]);
});

test('what is wanted while a job of the same key runs waits beside it and comes after it', async () => {
  await want('ada', start, 1);
  const running = await claimOne();
  await want('ada', start, 2);
  expect(await jobs.claim(kind, 5)).toEqual([]);
  // Nothing to claim until the lock of the one that runs is over.
  expect(await jobs.nextDue(kind)).toEqual([{ kind, at: start + 60_000 }]);
  await jobs.run(running);
  expect(await claimOne()).toMatchObject({ key: 'ada', payload: { n: 2 } });
});

test('done removes the row; whoever ends it twice is rolled back', async () => {
  await want('ada');
  const claimed = await claimOne();
  await jobs.run(claimed);
  expect(await rows()).toEqual([]);
  await want('witness', start + 1000);
  work = (job) =>
    database.store.transaction(async (tx) => {
      await tx.db.delete(tx.t.job);
      await job.done(tx);
    });
  await jobs.run(claimed);
  expect(await rows()).toMatchObject([{ key: 'witness' }]);
  expect(complaints()).toEqual(['a job was ended by somebody who had lost it']);
});

test.each(['done', 'again', 'giveUp'] as const)(
  '%s is refused when the lock is lost, with all its transaction did',
  async (end) => {
    await want('ada');
    const lost = await claimOne();
    clock.advance(60_000);
    const taker = jobsOf('server-2');
    const taken = await claimOne(taker);
    expect(taken.id).toBe(lost.id);
    const before = await rows();
    let refused: unknown;
    work = async (job) => {
      const ended = database.store.transaction(async (tx) => {
        await tx.db.update(tx.t.job).set({ payload: { n: 99 } });
        if (end === 'done') await job.done(tx);
        if (end === 'again') await job.again(tx, start);
        if (end === 'giveUp') await job.giveUp(tx, 'no');
      });
      refused = await ended.catch((error: unknown) => error);
      throw refused;
    };
    await jobs.run(lost);
    expect(refused).toMatchObject({ message: expect.stringContaining('is not ours any more') });
    expect(await rows()).toEqual(before);
    expect(complaints()).toEqual(['a job was ended by somebody who had lost it']);
  },
);

test('a worker that throws is tried again after 1, 2, 4 … 30 s, with what it said', async () => {
  work = () => Promise.reject(new Error('Slack is away'));
  await want('ada');
  const waits: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    await jobs.run(await claimOne());
    const [row] = await rows();
    expect(row).toMatchObject({ attempt: i + 1, failure: 'Slack is away', lockedUntil: null, lockedBy: null });
    waits.push((row?.dueAt ?? 0) - clock.now());
    clock.advance(30_000);
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(complaints()).toEqual(Array(7).fill('a job failed and will be tried again'));
});

test('the backoff never overflows', () => {
  expect([0, 4, 5, 31, 5000].map(backoff)).toEqual([1000, 16_000, 30_000, 30_000, 30_000]);
});

test.each([
  ['that forgets to end it', () => Promise.resolve(), 'the worker ended nothing'],
  [
    'whose end was rolled back',
    (job: Job) =>
      database.store.transaction(async (tx) => {
        await job.done(tx);
        throw new Error('no');
      }),
    'no',
  ],
  [
    'that throws at once, without a promise',
    () => {
      throw new Error('at once');
    },
    'at once',
  ],
  ['that throws a text of 10,000 letters', () => Promise.reject(new Error('x'.repeat(10_000))), `${'x'.repeat(499)}…`],
  [
    'whose own parsing fails',
    async () => void z.string().parse(await Promise.resolve(1)),
    expect.stringContaining('expected string'),
  ],
])('a worker %s is tried again', async (_, does, failure) => {
  work = does;
  await want('ada');
  await jobs.run(await claimOne());
  expect(await rows()).toMatchObject([{ dueAt: start + 1000, attempt: 1, failure }]);
  expect(complaints()).toEqual(['a job failed and will be tried again']);
});

test('a worker that throws after its end is only said', async () => {
  work = async (job) => {
    await database.store.transaction((tx) => job.done(tx));
    throw new Error('too late');
  };
  await want('ada');
  await jobs.run(await claimOne());
  expect(await rows()).toEqual([]);
  expect(complaints()).toEqual(['a job failed after it was ended']);
});

test('again comes back at the time that was asked for, and wakes for it', async () => {
  work = (job) => database.store.transaction((tx) => job.again(tx, start + 7000, 'the platform asked for peace'));
  await want('ada');
  await jobs.run(await claimOne());
  expect(await rows()).toMatchObject([
    { dueAt: start + 7000, attempt: 1, failure: 'the platform asked for peace', lockedUntil: null },
  ]);
  expect(wakes).toContainEqual({ kind, due: start + 7000 });
});

test('again merges with a newer wish that waits: the earlier time, the greater attempt, the newest payload', async () => {
  work = (job) => database.store.transaction((tx) => job.again(tx, start + 7000, 'away'));
  await want('ada', start, 1);
  const claimed = await claimOne();
  await want('ada', start + 100, 2);
  await jobs.run(claimed);
  expect(await rows()).toMatchObject([
    { dueAt: start + 100, attempt: 1, payload: { n: 2 }, failure: 'away', lockedUntil: null },
  ]);
  await want('ada', start + 50, 3);
  expect(await rows()).toMatchObject([{ dueAt: start + 50, attempt: 1, payload: { n: 3 }, failure: null }]);
});

test('a job that was given up stays with its reason, is never run, and does not stand in the way of a new one', async () => {
  work = (job) => database.store.transaction((tx) => job.giveUp(tx, 'the channel is gone'));
  await want('ada');
  await jobs.run(await claimOne());
  const givenUp = { dueAt: null, lockedUntil: null, lockedBy: null, failure: 'the channel is gone' };
  expect(await rows()).toMatchObject([givenUp]);
  clock.advance(3_600_000);
  expect([await jobs.claim(kind, 5), await jobs.nextDue(), await jobs.oldestDue()]).toEqual([[], [], null]);
  await want('ada', start, 2);
  expect(await claimOne()).toMatchObject({ payload: { n: 2 } });
});

test('a payload that is not of its kind is given up, and so is a kind that nobody does', async () => {
  await database.store.transaction((tx) => jobs.later(tx, { kind, key: 'odd', due: start, payload: { m: 1 } }));
  await want('old', start, 1, 'gone.kind');
  await jobs.run(await claimOne());
  expect(await jobs.overdueKinds(start)).toEqual(['gone.kind']);
  for (const row of await jobs.claim('gone.kind', 5)) await jobs.run(row);
  expect(await rows()).toMatchObject([
    { key: 'odd', dueAt: null, failure: expect.stringContaining('its payload does not parse') },
    { key: 'old', dueAt: null, failure: 'nobody does gone.kind' },
  ]);
  expect(complaints()).toEqual(['a job was given up', 'a job was given up']);
});

test('what is given back is due at once and may stand beside a newer wish, which comes after it', async () => {
  await want('ada', start, 1);
  const claimed = await claimOne();
  await want('ada', start, 2);
  wakes.length = 0;
  await jobs.release([claimed]);
  expect(wakes).toEqual([{ kind, due: start }]);
  expect(await rows()).toMatchObject([{ lockedUntil: 0, lockedBy: null }, { lockedUntil: null }]);
  expect(await jobs.nextDue(kind)).toEqual([{ kind, at: start }]);
  const next = await jobs.claim(kind, 5);
  expect(next).toMatchObject([{ payload: { n: 1 } }]);
  for (const row of next) await jobs.run(row);
  expect(await claimOne()).toMatchObject({ payload: { n: 2 } });
});

test('whoever has lost a row gives nothing back', async () => {
  await want('ada');
  const lost = await claimOne();
  clock.advance(60_000);
  await claimOne(jobsOf('server-2'));
  await jobs.release([lost]);
  expect(await rows()).toMatchObject([{ lockedBy: 'server-2' }]);
});

test('a lock is over after 60 s and not before', async () => {
  await want('ada');
  await claimOne();
  const next = jobsOf('server-2');
  clock.advance(59_999);
  expect(await next.claim(kind, 5)).toEqual([]);
  expect(await next.nextDue(kind)).toEqual([{ kind, at: start + 60_000 }]);
  clock.advance(1);
  expect(keys(await next.claim(kind, 5))).toEqual(['ada']);
});

test('a server frees at its start what a killed one held: of anybody where it is the only one, else under its own name', async () => {
  await want('ada');
  await want('bo');
  await want('later', start + 1000);
  await jobs.claim(kind, 2);
  const other = jobsOf('server-2');
  if (database.store.shared) expect(await other.freeOwnLocks()).toBe(0);
  const next = database.store.shared ? jobsOf('server-1') : other;
  expect(await next.freeOwnLocks()).toBe(2);
  expect(keys(await next.claim(kind, 5))).toEqual(['ada', 'bo']);
});

test('the oldest that is due and taken by nobody is what readiness looks at', async () => {
  expect(await jobs.oldestDue()).toBeNull();
  await want('ada', start + 100);
  expect(await jobs.oldestDue()).toBeNull();
  clock.advance(200);
  await want('old', start + 50, 1, 'chat.flush');
  expect([await jobs.oldestDue(), await jobs.oldestDue([kind])]).toEqual([start + 50, start + 100]);
  const claimed = await claimOne();
  expect([await jobs.oldestDue([kind]), await jobs.oldestDue([])]).toEqual([null, null]);
  clock.advance(60_000);
  expect(await jobs.oldestDue([kind])).toBe(start + 100);
  await jobs.release([claimed]);
  expect(await jobs.oldestDue([kind])).toBe(start + 100);
});

test('a listener that throws keeps nobody from being told', async () => {
  const quiet = jobs.onWake(() => {
    throw new Error('no');
  });
  const told: string[] = [];
  jobs.onWake((woken) => told.push(woken));
  await want('ada');
  quiet();
  await want('bo');
  expect(told).toEqual([kind, kind]);
  expect(complaints()).toEqual(['a wake-up failed']);
});

test('a worker that hears its signal may still end its job', async () => {
  const hasty = jobsOf('server-1', { deadline: 1, patience: 60_000, lock: 60_000 });
  work = async (job) => {
    await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
    await database.store.transaction((tx) => job.again(tx, start + 5000, 'not done yet'));
  };
  await want('ada');
  await hasty.run(await claimOne(hasty));
  expect(await rows()).toMatchObject([{ dueAt: start + 5000, failure: 'not done yet' }]);
});

test('a worker that never ends loses its place, and its end is refused when it comes', async () => {
  const hasty = jobsOf('server-1', { deadline: 1, patience: 2, lock: 60_000 });
  let wakeUp = (): void => {};
  let end: Promise<void> | undefined;
  work = (job) => {
    end = new Promise<void>((resolve) => {
      wakeUp = resolve;
    }).then(() => database.store.transaction((tx) => job.done(tx)));
    return end;
  };
  await want('ada');
  await hasty.run(await claimOne(hasty));
  const failure = 'the worker did not end within 2 ms';
  expect(await rows()).toMatchObject([{ dueAt: start + 1000, attempt: 1, failure }]);
  wakeUp();
  await expect(end).rejects.toThrow('is not ours any more');
  expect(await rows()).toMatchObject([{ attempt: 1 }]);
  expect(complaints()).toEqual(['a job failed and will be tried again']);
});
