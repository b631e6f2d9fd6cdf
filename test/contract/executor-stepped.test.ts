import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Running, worker } from '../../src/job/job.ts';
import { createJobs } from '../../src/job/jobs.ts';
import type { Executor } from '../../src/job/port.ts';
import { createStepped, type Stepped } from '../../src/job/stepped.ts';
import { newId } from '../../src/lib/ids.ts';
import { steppedClock } from '../support/clock.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { strictLog } from '../support/log.ts';
import { executorContract } from './executor.ts';

const start = Date.UTC(2026, 0, 5, 9);

executorContract('stepped', () => {
  const clock = steppedClock(start);
  const made = new Map<Executor, Stepped>();
  return {
    clock: clock.now,
    parallel: false,
    executor: ({ jobs }) => {
      const stepped = createStepped({ jobs, clock });
      made.set(stepped, stepped);
      return stepped;
    },
    eventually: async (executor, check) => {
      // Past every wait that a story of the contract has: a second.
      await made.get(executor)?.advance(clock.now() + 1500);
      await check();
    },
  };
});

let database: TestDatabase;
const log = strictLog();
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

function stepped(work: (job: Running<unknown>) => Promise<void>) {
  const clock = steppedClock(start);
  const { store } = database;
  const workers = ['a', 'b'].map((name) => worker({ kind: { name, payload: z.unknown(), concurrency: 2 }, work }));
  const jobs = createJobs({ store, clock: clock.now, newId, log, owner: 'test', workers: () => workers });
  const want = (kind: string, key: string, ms: number): Promise<void> =>
    store.transaction((tx) => jobs.later(tx, { kind, key, due: start + ms, payload: {} }));
  return { clock, jobs, want, executor: createStepped({ jobs, clock }) };
}

test('jobs of all kinds run in the order of their times, each at its own time', async () => {
  const seen: string[] = [];
  const { executor, clock, want } = stepped(async (job) => {
    seen.push(`${job.key} at ${clock.now() - start}`);
    await database.store.transaction((tx) => job.done(tx));
  });
  await want('a', 'three', 300);
  await want('b', 'one', 100);
  await want('a', 'two', 200);
  await want('a', 'zero', 50);
  await want('b', 'never', 1001);
  await executor.advance(start + 1000);
  expect(seen).toEqual(['zero at 50', 'one at 100', 'two at 200', 'three at 300']);
  expect(clock.now() - start).toBe(1000);
});

test('settling runs what is due now and what that makes due, and the clock stands', async () => {
  let runs = 0;
  const { executor, clock, want } = stepped((job) =>
    database.store.transaction(async (tx) => {
      runs += 1;
      await (runs < 5 ? job.again(tx, start) : job.again(tx, start + 1));
    }),
  );
  await want('a', 'ada', 0);
  await executor.settle();
  expect([runs, clock.now()]).toEqual([5, start]);
});

test('a job that asks for itself again and again is named instead of running for ever', async () => {
  const { executor, want } = stepped((job) => database.store.transaction((tx) => job.again(tx, start)));
  await want('a', 'ada', 0);
  await expect(executor.settle()).rejects.toThrow('a ada is due again and again: 1000 runs at one instant');
});
