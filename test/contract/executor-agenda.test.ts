import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createAlarm } from '../../adapters/agenda/alarm.ts';
import { createBackend } from '../../adapters/agenda/backend.ts';
import { createAgendaExecutor } from '../../adapters/agenda/executor.ts';
import { createSupply } from '../../adapters/agenda/supply.ts';
import { worker } from '../../src/job/job.ts';
import { createJobs } from '../../src/job/jobs.ts';
import type { Claimed, DueJobs } from '../../src/job/port.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import { freshDatabase } from '../support/database.ts';
import { strictLog } from '../support/log.ts';
import { executorContract } from './executor.ts';

executorContract('Agenda over our own table', () => ({
  clock: systemClock,
  parallel: true,
  executor: createAgendaExecutor,
  eventually: (_, check) => vi.waitFor(check, { timeout: 5000, interval: 5 }),
}));

/** Jobs of one kind on a real clock; `lateness` has one number for each that ran, in milliseconds. */
async function measured(story: (want: (ms: number) => Promise<void>) => Promise<void>): Promise<number[]> {
  const database = await freshDatabase();
  const { store } = database;
  const log = strictLog();
  const lateness: number[] = [];
  const workers = [
    worker({
      kind: { name: 'page.deliver', payload: z.number(), concurrency: 4 },
      work: async (job) => {
        lateness.push(systemClock() - job.payload);
        await store.transaction((tx) => job.done(tx));
      },
    }),
  ];
  const jobs = createJobs({ store, clock: systemClock, newId, log, owner: 'test', workers: () => workers });
  const executor = createAgendaExecutor({ jobs, store, clock: systemClock, log });
  await executor.start();
  const want = (ms: number): Promise<void> => {
    const due = systemClock() + ms;
    return store.transaction((tx) => jobs.later(tx, { kind: 'page.deliver', key: newId('job'), due, payload: due }));
  };
  await story(want);
  await vi.waitFor(async () => expect(await store.read.db.$count(store.read.t.job)).toBe(0), { timeout: 5000 });
  await executor.stop();
  await database.close();
  log.expectQuiet();
  return lateness.sort((a, b) => a - b);
}

test('timers that ring early make nothing run early, and delay nothing until the next look', async () => {
  const real = globalThis.setTimeout;
  const early = vi.spyOn(globalThis, 'setTimeout').mockImplementation(
    // Node's own rounding may add up to a millisecond again.
    Object.assign((task: () => void, ms = 0) => real(task, ms - 2), { __promisify__: real.__promisify__ }),
  );
  const lateness = await measured(async (want) => {
    for (let i = 0; i < 21; i += 1) await want(20 + i * 25);
  });
  expect(early).toHaveBeenCalled();
  early.mockRestore();
  expect(lateness).toHaveLength(21);
  expect(lateness[0]).toBeGreaterThanOrEqual(0);
  // The looks that do not hang on the alarm come every 500 ms: they would put the middle one near 250 ms.
  expect(lateness[10]).toBeLessThan(1000);
});

test('the alarm rings for each kind when the clock says so, whatever its timer says', () => {
  vi.useFakeTimers();
  let now = 1000;
  const rung: string[] = [];
  const alarm = createAlarm(
    () => now,
    (kind) => rung.push(kind),
  );
  alarm.set('a', 1100);
  alarm.set('b', 1200);
  alarm.noLater('b', 1300);
  alarm.noLater('c', 1050);
  alarm.set('c', null);
  now = 1099;
  vi.advanceTimersByTime(100);
  expect(rung).toEqual([]);
  now = 1100;
  vi.advanceTimersByTime(1);
  expect(rung).toEqual(['a']);
  now = 5000;
  alarm.check();
  expect(rung).toEqual(['a', 'b']);
  alarm.set('a', 5001);
  alarm.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A supply over jobs that answer as told, and what it set its alarm for. */
function supplyOf(answers: Partial<Pick<DueJobs, 'claim' | 'nextDue'>>) {
  const alarm = { set: vi.fn(), noLater: vi.fn(), check: vi.fn(), stop: vi.fn() };
  const log = strictLog();
  const jobs: DueJobs = {
    kinds: [],
    claim: async () => [],
    nextDue: async () => [],
    run: async () => {},
    release: async () => {},
    onWake: () => () => {},
    ...answers,
  };
  const supply = createSupply({ name: 'a', concurrency: 2 }, { alarm, clock: () => 1000, log, jobs });
  return { supply, log, set: alarm.set.mock.calls };
}

const row = (id: string): Claimed => {
  return { id, kind: 'a', key: id, payload: {}, due: 0, attempt: 0, lockedBy: 'test', lockedUntil: 60_000 };
};

test('what changes while the supply asks when the next one is due is asked for again', async () => {
  const asked: string[] = [];
  const { supply, set } = supplyOf({
    claim: async () => {
      asked.push('claim');
      return [];
    },
    nextDue: async () => {
      asked.push('nextDue');
      if (asked.length > 2) return [{ kind: 'a', at: 5000 }];
      // Something due at 5000 is committed after this answer was read.
      supply.changed();
      return [{ kind: 'a', at: 60_000 }];
    },
  });
  expect(await supply.next()).toBeUndefined();
  expect(asked).toEqual(['claim', 'nextDue', 'claim', 'nextDue']);
  expect(set).toEqual([['a', 5000]]);
});

test('a claim that fails is said and made again in half a second', async () => {
  const { supply, set, log } = supplyOf({ claim: () => Promise.reject(new Error('the disk is busy')) });
  expect(await supply.next()).toBeUndefined();
  expect(set).toEqual([['a', 1500]]);
  expect(log.complaints).toMatchObject([{ level: 'warn', message: 'claiming a failed; going on' }]);
});

test('a supply that closes has back what it handed out and what it did not, but not what has begun', async () => {
  let claims = 0;
  const { supply } = supplyOf({ claim: async () => (claims++ === 0 ? ['1', '2', '3', '4'].map(row) : []) });
  for (const id of ['1', '2', '3']) expect((await supply.next())?.id).toBe(id);
  expect(supply.begin('1')?.id).toBe('1');
  supply.putBack('3');
  expect((await supply.next())?.id).toBe('3');
  expect((await supply.close()).map(({ id }) => id).sort()).toEqual(['2', '3', '4']);
  expect([await supply.next(), supply.begin('2')]).toEqual([undefined, undefined]);
});

test('a kind that allows no job at all is refused rather than read as five', async () => {
  const { store, close } = await freshDatabase();
  const workers = [
    worker({ kind: { name: 'none.at-all', payload: z.unknown(), concurrency: 0 }, work: async () => {} }),
  ];
  const log = strictLog();
  const jobs = createJobs({ store, clock: systemClock, newId, log, owner: 'test', workers: () => workers });
  const executor = createAgendaExecutor({ jobs, store, clock: systemClock, log });
  await expect(executor.start()).rejects.toThrow('none.at-all allows no job at all');
  await executor.stop();
  await close();
});

test.each([
  [
    'saveJob',
    (repository: Repository) =>
      repository.saveJob({ name: 'x', priority: 0, nextRunAt: null, type: 'normal', data: 1 }, undefined),
  ],
  ['queryJobs', (repository: Repository) => repository.queryJobs()],
  ['getJobsOverview', (repository: Repository) => repository.getJobsOverview()],
  ['getDistinctJobNames', (repository: Repository) => repository.getDistinctJobNames()],
  ['getJobById', (repository: Repository) => repository.getJobById('job_1')],
  ['removeJobs', (repository: Repository) => repository.removeJobs({})],
  ['disableJobs', (repository: Repository) => repository.disableJobs({})],
  ['enableJobs', (repository: Repository) => repository.enableJobs({})],
  ['purgeAllJobs', (repository: Repository) => repository.purgeAllJobs()],
])('%s is refused with words', async (_, call) => {
  const { backend } = createBackend({ next: async () => undefined, putBack: () => {} });
  await expect(call(backend.repository)).rejects.toThrow('not supported, use later()');
});

type Repository = ReturnType<typeof createBackend>['backend']['repository'];
