import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Running, worker } from '../../src/job/job.ts';
import { createJobs, type Jobs } from '../../src/job/jobs.ts';
import type { Executor } from '../../src/job/port.ts';
import { type Times, usualTimes } from '../../src/job/times.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import type { Log } from '../../src/lib/log.ts';
import { freshDatabase, onPostgres, type TestDatabase } from '../support/database.ts';
import { type StrictLog, strictLog } from '../support/log.ts';

/** What a suite is run with. */
export interface Subject {
  readonly clock: Clock;
  /** Real executors run jobs beside each other; a stepped one runs them one by one, when told. */
  readonly parallel: boolean;
  executor(deps: { jobs: Jobs; store: TestDatabase['store']; clock: Clock; log: Log }): Executor;
  /** Waits until `check` no longer throws, letting time pass. */
  eventually(executor: Executor, check: () => void | Promise<void>): Promise<void>;
}

export type Job = Running<{ n: number }>;

/** A server: its jobs and its executor, on a database that it may share with another. */
interface Server {
  readonly jobs: Jobs;
  readonly executor: Executor;
}

/** What every executor promises, told with a kind that may run three at once and a kind that may run alone. */
export function executorContract(name: string, makeSubject: () => Subject): void {
  describe(name, () => {
    let subject: Subject;
    let database: TestDatabase;
    let log: StrictLog;
    let servers: Server[];
    let ran: { key: string; n: number; at: number; due: number; attempt: number }[];
    let work: (job: Job) => Promise<void>;
    let now: Clock;

    beforeEach(async () => {
      subject = makeSubject();
      now = subject.clock;
      database = await freshDatabase();
      log = strictLog();
      servers = [];
      ran = [];
      work = done;
    });
    afterEach(async () => {
      for (const { executor } of servers) await executor.stop();
      await database.close();
      log.expectQuiet();
    });

    const done = (job: Job): Promise<void> => database.store.transaction((tx) => job.done(tx));

    function server(times: Times = usualTimes): Server {
      const kinds = [
        { name: 'many', concurrency: 3 },
        { name: 'alone', concurrency: 1 },
      ];
      const workers = kinds.map((kind) =>
        worker({
          kind: { ...kind, payload: z.strictObject({ n: z.number(), due: z.number() }) },
          work: async (job) => {
            const { n, due } = job.payload;
            ran.push({ key: job.key, n, at: now(), due, attempt: job.attempt });
            await work(job);
          },
        }),
      );
      const { store } = database;
      const owner = newId('job');
      const jobs = createJobs({ store, clock: now, newId, log, owner, workers: () => workers, times });
      const made = { jobs, executor: subject.executor({ jobs, store, clock: now, log }) };
      servers.push(made);
      return made;
    }
    async function started(times?: Times): Promise<Server> {
      const made = server(times);
      await made.executor.start();
      return made;
    }
    const want = (jobs: Jobs, key: string, { in: ms = 0, at = now(), n = 1, kind = 'many' } = {}): Promise<void> => {
      const due = at + ms;
      return database.store.transaction((tx) => jobs.later(tx, { kind, key, due, payload: { n, due } }));
    };
    const keys = (): string[] => ran.map(({ key }) => key);
    const rows = async (): Promise<number> => await database.store.read.db.$count(database.store.read.t.job);
    const eventually = (check: () => void | Promise<void>): Promise<void> => {
      const [first] = servers;
      if (first === undefined) throw new Error('no server was made');
      return subject.eventually(servers.at(-1)?.executor ?? first.executor, check);
    };
    const allDone = (): Promise<void> => eventually(async () => expect(await rows()).toBe(0));

    test('what is due at once runs, and is over when it is done', async () => {
      const { jobs } = await started();
      await want(jobs, 'ada', { n: 7 });
      await allDone();
      expect(ran).toMatchObject([{ key: 'ada', n: 7, attempt: 0 }]);
    });

    test('what was there before the start runs too', async () => {
      const { jobs, executor } = server();
      await want(jobs, 'ada');
      await want(jobs, 'bo', { in: 20 });
      await executor.start();
      await allDone();
      expect(keys()).toEqual(['ada', 'bo']);
    });

    test('nothing runs before its time, and everything runs', async () => {
      const { jobs } = await started();
      for (let i = 0; i < 30; i += 1) await want(jobs, `k${i}`, { in: 3 + i * 7 });
      await allDone();
      expect(keys().sort()).toEqual(Array.from({ length: 30 }, (_, i) => `k${i}`).sort());
      expect(ran.filter(({ at, due }) => at < due)).toEqual([]);
    });

    test('a job that is wanted earlier runs earlier, with the newest payload and once', async () => {
      const { jobs } = await started();
      await want(jobs, 'ada', { in: 3_600_000, n: 1 });
      await want(jobs, 'ada', { in: 10, n: 2 });
      await allDone();
      expect(ran).toMatchObject([{ key: 'ada', n: 2 }]);
    });

    test('the time that a job asks for is kept', async () => {
      const { jobs } = await started();
      let asked = 0;
      work = (job) => {
        if (job.attempt > 0) return done(job);
        asked = now() + 40;
        return database.store.transaction((tx) => job.again(tx, asked, 'later please'));
      };
      await want(jobs, 'ada');
      await allDone();
      expect(ran.map(({ attempt }) => attempt)).toEqual([0, 1]);
      expect(ran[1]?.at).toBeGreaterThanOrEqual(asked);
    });

    test('a job that throws is tried again a second later', async () => {
      const { jobs } = await started();
      work = (job) => (job.attempt > 0 ? done(job) : Promise.reject(new Error('not yet')));
      await want(jobs, 'ada');
      await allDone();
      expect(ran.map(({ attempt }) => attempt)).toEqual([0, 1]);
      expect((ran[1]?.at ?? 0) - (ran[0]?.at ?? 0)).toBeGreaterThanOrEqual(1000);
      expect(log.complaints.splice(0)).toMatchObject([
        { level: 'warn', message: 'a job failed and will be tried again' },
      ]);
    });

    test('running the same row twice does its work once', async () => {
      const { jobs } = server();
      const counted: string[] = [];
      work = (job) =>
        database.store.transaction(async (tx) => {
          await jobs.later(tx, { kind: 'alone', key: newId('job'), due: now() + 3_600_000, payload: { n: 0, due: 0 } });
          await job.done(tx);
          tx.afterCommit(() => counted.push(job.key));
        });
      await want(jobs, 'ada');
      const [claimed] = await jobs.claim('many', 1);
      if (claimed === undefined) throw new Error('nothing to claim');
      await Promise.all([jobs.run(claimed), jobs.run(claimed)]);
      expect([ran.length, counted, await rows()]).toEqual([2, ['ada'], 1]);
      expect(log.complaints.splice(0)).toMatchObject([{ message: 'a job was ended by somebody who had lost it' }]);
    });

    // Where several may run, whether it is gone is seen by its connection: test/postgres/gone-servers.test.ts.
    test.runIf(!onPostgres)('what a killed server held runs again once its successor has freed it', async () => {
      const killed = server();
      for (const key of ['ada', 'bo']) await want(killed.jobs, key);
      expect(await killed.jobs.claim('many', 2)).toHaveLength(2);
      const next = server();
      expect(await next.jobs.freeGone()).toBe(2);
      await next.executor.start();
      await allDone();
      expect(keys().sort()).toEqual(['ada', 'bo']);
    });

    test('what nobody frees runs again when its lock is over, and not before', async () => {
      const killed = server({ ...usualTimes, lock: 60 });
      await want(killed.jobs, 'ada');
      const [held] = await killed.jobs.claim('many', 1);
      await started();
      await allDone();
      expect(ran).toHaveLength(1);
      expect(ran[0]?.at).toBeGreaterThanOrEqual(held?.lockedUntil ?? Number.POSITIVE_INFINITY);
    });

    test('a job that another process wrote is noticed', async () => {
      await started();
      const other = database.open();
      const due = now();
      const row = { id: 'job_other', kind: 'many', key: 'ada', payload: { n: 1, due }, dueAt: due, attempt: 0 };
      await other.transaction((tx) => tx.db.insert(tx.t.job).values(row));
      other.announce();
      await allDone();
      expect(keys()).toEqual(['ada']);
    });

    test('what is due earlier runs first where one must wait', async () => {
      const { jobs, executor } = server();
      const at = now();
      for (const [key, ms] of [
        ['third', -1],
        ['first', -9],
        ['second', -5],
      ] as const) {
        await want(jobs, key, { at, in: ms, kind: 'alone' });
      }
      await executor.start();
      await allDone();
      expect(keys()).toEqual(['first', 'second', 'third']);
    });

    test('nothing runs after the stop, and what it left runs after the next start', async () => {
      const first = await started();
      await want(first.jobs, 'ada');
      await allDone();
      await first.executor.stop();
      await want(first.jobs, 'bo');
      const next = await started();
      await want(next.jobs, 'eve');
      await allDone();
      expect(keys().sort()).toEqual(['ada', 'bo', 'eve']);
    });

    describe.runIf(makeSubject().parallel)('beside each other', () => {
      /** Work that waits until it is let go, and how much of it there was at once. */
      function gated(): { open: () => void; running: () => string[]; most: () => number } {
        let release = (): void => {};
        const gate = new Promise<void>((resolve) => {
          release = resolve;
        });
        const running = new Set<string>();
        let most = 0;
        work = async (job) => {
          running.add(job.id);
          most = Math.max(most, running.size);
          await gate;
          running.delete(job.id);
          await done(job);
        };
        return { open: release, running: () => [...running], most: () => most };
      }

      test('never more of a kind at once than it allows, and no kind waits for another', async () => {
        const { jobs } = await started();
        const { open, most } = gated();
        for (let i = 0; i < 10; i += 1) await want(jobs, `k${i}`);
        await eventually(() => expect(ran).toHaveLength(3));
        await want(jobs, 'other', { kind: 'alone' });
        await eventually(() => expect(ran).toHaveLength(4));
        open();
        await allDone();
        expect([ran.length, most()]).toEqual([11, 4]);
      });

      test('one at a time of a key, although the kind allows more', async () => {
        const { jobs } = await started();
        const { open } = gated();
        await want(jobs, 'ada', { n: 1 });
        await eventually(() => expect(ran).toHaveLength(1));
        await want(jobs, 'ada', { n: 2 });
        await want(jobs, 'bo');
        await eventually(() => expect(keys()).toEqual(['ada', 'bo']));
        await want(jobs, 'ada', { n: 3 });
        open();
        await allDone();
        expect(ran.map(({ key, n }) => `${key} ${n}`)).toEqual(['ada 1', 'bo 1', 'ada 3']);
      });

      test('the stop waits for what runs and gives back what has not begun', async () => {
        const { jobs, executor } = await started();
        const { open, running } = gated();
        for (let i = 0; i < 6; i += 1) await want(jobs, `k${i}`);
        await eventually(() => expect(running()).toHaveLength(3));
        let stopped = false;
        const stop = executor.stop().then(() => {
          stopped = true;
        });
        await database.store.transaction(async () => {});
        expect(stopped).toBe(false);
        open();
        await stop;
        expect([ran.length, await rows()]).toEqual([3, 3]);
        expect(await database.store.read.db.$count(database.store.read.t.job, sql`locked_until > 0`)).toBe(0);
      });

      test('what was claimed while the stop came is given back', async () => {
        const { jobs, executor } = server();
        await want(jobs, 'ada');
        const claim = jobs.claim;
        let stop: Promise<void> | undefined;
        vi.spyOn(jobs, 'claim').mockImplementation(async (...asked) => {
          const rows = await claim(...asked);
          if (rows.length > 0) stop ??= executor.stop();
          return rows;
        });
        await executor.start();
        await eventually(() => expect(stop).toBeDefined());
        await stop;
        // Either it had begun before the stop, and then it is done, or it is nobody's.
        const held = await database.store.read.db.$count(database.store.read.t.job, sql`locked_until > 0`);
        expect([held, (await rows()) + ran.length]).toEqual([0, 1]);
      });

      test('a claim that fails is said and tried again', async () => {
        const { jobs, executor } = server();
        const claim = jobs.claim;
        vi.spyOn(jobs, 'claim')
          .mockImplementationOnce(() => Promise.reject(new Error('the disk is busy')))
          .mockImplementation((...asked) => claim(...asked));
        await want(jobs, 'ada');
        await executor.start();
        await allDone();
        expect(keys()).toEqual(['ada']);
        expect(log.complaints.splice(0)).toMatchObject([{ level: 'warn' }]);
      });
    });
  });
}
