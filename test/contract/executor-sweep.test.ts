import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type AnyWorker, type Running, worker } from '../../src/job/job.ts';
import { createJobs, type Jobs } from '../../src/job/jobs.ts';
import { startSweep } from '../../src/job/sweep.ts';
import { newId } from '../../src/lib/ids.ts';
import { type SteppedClock, steppedClock } from '../support/clock.ts';
import { freshDatabase, onPostgres, type TestDatabase } from '../support/database.ts';
import { type StrictLog, strictLog } from '../support/log.ts';

const start = Date.UTC(2026, 0, 5, 9);
let database: TestDatabase;
let clock: SteppedClock;
let log: StrictLog;
let jobs: Jobs;
let workers: readonly AnyWorker[];
let ran: string[];
let work: (job: Running<unknown>) => Promise<void>;
let tick: () => void;
let sweep: { stop(): Promise<void> };

beforeEach(async () => {
  database = await freshDatabase();
  clock = steppedClock(start);
  log = strictLog();
  ran = [];
  work = done;
  workers = ['page.deliver', 'chat.flush'].map((name) =>
    worker({
      kind: { name, payload: z.unknown(), concurrency: 2 },
      work: async (job) => {
        ran.push(job.key);
        await work(job);
      },
    }),
  );
  jobs = createJobs({ store: database.store, clock: clock.now, newId, log, owner: 'test', workers: () => workers });
  sweep = startSweep({
    jobs,
    clock: clock.now,
    log,
    every: (ms, task) => {
      expect(ms).toBe(2000);
      tick = task;
      return () => {
        tick = () => {};
      };
    },
  });
});
afterEach(async () => {
  await sweep.stop();
  await database.close();
  log.expectQuiet();
});

const done = (job: Running<unknown>): Promise<void> => database.store.transaction((tx) => job.done(tx));
const want = (key: string, kind = 'page.deliver'): Promise<void> =>
  database.store.transaction((tx) => jobs.later(tx, { kind, key, due: clock.now(), payload: {} }));
const rows = async (): Promise<number> => await database.store.read.db.$count(database.store.read.t.job);
const complaints = (): string[] => log.complaints.splice(0).map(({ message }) => message);
const overdue = 'jobs were overdue; the sweep runs them';

test('what nobody took for 2 s is run, all of it, and said', async () => {
  for (let i = 0; i < 7; i += 1) await want(`k${i}`);
  clock.advance(2000);
  tick();
  await vi.waitFor(async () => expect(await rows()).toBe(0), { timeout: 15_000 });
  expect(ran).toEqual(Array.from({ length: 7 }, (_, i) => `k${i}`));
  expect(complaints()).toEqual([overdue]);
});

test('what is younger, not due or held is left alone', async () => {
  await want('held');
  expect(await jobs.claim('page.deliver', 1)).toHaveLength(1);
  clock.advance(1);
  await want('young');
  clock.advance(1999);
  tick();
  await sweep.stop();
  expect(ran).toEqual([]);
});

test('it never takes more than the kind allows while the executor is busy', async () => {
  for (let i = 0; i < 5; i += 1) await want(`k${i}`);
  const held = await jobs.claim('page.deliver', 2);
  expect(held).toHaveLength(2);
  clock.advance(5000);
  tick();
  await sweep.stop();
  expect(ran).toEqual([]);
});

test('a kind that is stuck keeps no other from being swept, and is not swept twice', async () => {
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  work = async (job) => {
    if (job.key === 'stuck') await gate;
    await done(job);
  };
  await want('stuck', 'chat.flush');
  clock.advance(2000);
  tick();
  await vi.waitFor(() => expect(ran).toEqual(['stuck']), { timeout: 15_000 });
  await want('behind', 'chat.flush');
  await want('page');
  clock.advance(2000);
  tick();
  await vi.waitFor(() => expect(ran).toEqual(['stuck', 'page']), { timeout: 15_000 });
  release();
  await vi.waitFor(async () => expect(await rows()).toBe(0), { timeout: 15_000 });
  expect(ran).toEqual(['stuck', 'page', 'behind']);
  expect(complaints()).toEqual([overdue, overdue]);
});

test('a kind that nobody does any more is given up', async () => {
  await want('old', 'gone.kind');
  clock.advance(2000);
  tick();
  await vi.waitFor(() => expect(log.complaints).toHaveLength(2), { timeout: 15_000 });
  await sweep.stop();
  expect(complaints()).toEqual([overdue, 'a job was given up']);
});

test.skipIf(onPostgres)(
  'what a server held that is gone is freed, and left to the executor, which hears of it',
  async () => {
    await want('ada');
    const { store } = database;
    const killed = createJobs({ store, clock: clock.now, newId, log, owner: 'killed', workers: () => workers });
    expect(await killed.claim('page.deliver', 1)).toHaveLength(1);
    const woken: string[] = [];
    jobs.onWake((kind) => woken.push(kind));
    clock.advance(2000);
    tick();
    await vi.waitFor(() => expect(woken).toEqual(['page.deliver']), { timeout: 15_000 });
    await sweep.stop();
    expect(ran).toEqual([]);
    expect(await jobs.claim('page.deliver', 1)).toMatchObject([{ key: 'ada' }]);
  },
);

test('a look that fails is said, and the next one is made', async () => {
  await want('ada');
  clock.advance(2000);
  const look = vi.spyOn(jobs, 'overdueKinds').mockRejectedValueOnce(new Error('the disk is busy'));
  tick();
  await vi.waitFor(() => expect(log.complaints).toHaveLength(1), { timeout: 15_000 });
  expect(complaints()).toEqual(['the sweep could not look']);
  look.mockRestore();
  tick();
  await vi.waitFor(async () => expect(await rows()).toBe(0), { timeout: 15_000 });
  expect(complaints()).toEqual([overdue]);
});

test('the stop waits for what it runs and begins nothing more', async () => {
  let release = (): void => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  work = (job) => gate.then(() => done(job));
  for (let i = 0; i < 4; i += 1) await want(`k${i}`);
  clock.advance(2000);
  tick();
  await vi.waitFor(() => expect(ran).toHaveLength(2), { timeout: 15_000 });
  let stopped = false;
  const stop = sweep.stop().then(() => {
    stopped = true;
  });
  await database.store.transaction(async () => {});
  expect(stopped).toBe(false);
  release();
  await stop;
  expect([ran, await rows()]).toEqual([['k0', 'k1'], 2]);
  expect(complaints()).toEqual([overdue]);
});
