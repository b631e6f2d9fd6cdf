import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createAgendaExecutor } from '../../adapters/agenda/executor.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import type { Store } from '../../src/db/store.ts';
import { type Running, worker } from '../../src/job/job.ts';
import { createJobs, type Jobs } from '../../src/job/jobs.ts';
import type { Executor } from '../../src/job/port.ts';
import { startSweep } from '../../src/job/sweep.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import { strictLog } from '../support/log.ts';
import { type FreshPostgres, freshPostgres } from '../support/postgres-database.ts';
import { ask } from '../support/postgres-server.ts';

interface Server {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly executor: Executor;
}

const log = strictLog();
let fresh: FreshPostgres;
let servers: Server[];
let work: (store: Store, job: Running<unknown>) => Promise<void>;

beforeEach(async () => {
  fresh = await freshPostgres();
  work = (store, job) => store.transaction((tx) => job.done(tx));
  servers = [1, 2].map(() => {
    const store = openPostgres(fresh.url, log);
    const kind = { name: 'page.deliver', payload: z.unknown(), concurrency: 5 };
    const workers = [worker({ kind, work: (job) => work(store, job) })];
    const jobs = createJobs({ store, clock: systemClock, newId, log, owner: newId('job'), workers: () => workers });
    return { store, jobs, executor: createAgendaExecutor({ jobs, store, clock: systemClock, log }) };
  });
});
afterEach(async () => {
  for (const { executor } of servers) await executor.stop();
  for (const { store } of servers) await store.close();
  await fresh.remove();
  log.expectQuiet();
});

const [kind, payload] = ['page.deliver', {}];
const server = (index: number): Server => {
  const found = servers[index % servers.length];
  if (found === undefined) throw new Error('there is no server');
  return found;
};
const left = async () => (await ask(fresh.url, 'select count(*)::int as rows from job'))[0]?.rows;
const empty = () => vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 50_000, interval: 50 });

test('two executors and their sweeps on one database run every row, and none twice', async () => {
  const ran: string[] = [];
  work = async (store, job) => {
    ran.push(job.key);
    await store.transaction((tx) => job.done(tx));
  };
  const due = systemClock() + 200;
  for (let i = 0; i < 30; i += 1) {
    await server(i).store.transaction(async (tx) => {
      for (let n = 0; n < 10; n += 1) await server(i).jobs.later(tx, { kind, key: `k${i}-${n}`, due, payload });
    });
  }
  const sweeps = servers.map(({ jobs }) => startSweep({ jobs, clock: systemClock, log }));
  for (const { executor } of servers) await executor.start();
  await empty();
  for (const sweep of sweeps) await sweep.stop();
  expect(ran.toSorted()).toEqual([...new Set(ran)].toSorted());
  expect(ran).toHaveLength(300);
  // On a machine that is busy otherwise the sweeps may have had something to do.
  log.complaints.splice(0, log.complaints.length, ...log.complaints.filter(({ message }) => !/sweep/.test(message)));
});

test('claims at the same moment share the rows out', async () => {
  await server(0).store.transaction(async (tx) => {
    for (let n = 0; n < 10; n += 1) await server(0).jobs.later(tx, { kind, key: `k${n}`, due: 0, payload });
  });
  const claimed = await Promise.all(servers.map(({ jobs }) => jobs.claim(kind, 5)));
  expect(claimed.map((rows) => rows.length)).toEqual([5, 5]);
  expect(new Set(claimed.flat().map(({ id }) => id)).size).toBe(10);
});

test('one at a time of a key, whichever of them runs it', async () => {
  let most = 0;
  let now = 0;
  let runs = 0;
  work = async (store, job) => {
    now += 1;
    most = Math.max(most, now);
    runs += 1;
    await store.transaction((tx) => (runs < 40 ? job.again(tx, 0) : job.done(tx)));
    now -= 1;
  };
  for (const { executor } of servers) await executor.start();
  for (let i = 0; i < 20; i += 1) {
    await server(i).store.transaction((tx) => server(i).jobs.later(tx, { kind, key: 'ada', due: 0, payload }));
  }
  await empty();
  expect(most).toBe(1);
});

test('wishes that are folded into the same rows, in whatever order, all come through without being tried twice', async () => {
  const keys = Array.from({ length: 8 }, (_, i) => `k${i}`);
  let tries = 0;
  const wish = (index: number): Promise<void> =>
    server(index).store.transaction(async (tx) => {
      tries += 1;
      const order = index % 2 === 0 ? keys : keys.toReversed();
      for (const key of order)
        await server(index).jobs.later(tx, { kind, key, due: systemClock() + 3_600_000, payload });
    });
  await wish(0);
  await Promise.all(Array.from({ length: 30 }, (_, i) => wish(i)));
  expect([await left(), tries]).toEqual([8, 31]);
});

test('a job that one of them wrote is run by the other where the first does not run jobs', async () => {
  await server(1).executor.start();
  await server(0).store.transaction((tx) => server(0).jobs.later(tx, { kind, key: 'ada', due: 0, payload }));
  await empty();
});
