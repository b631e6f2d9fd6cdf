import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openPostgres } from '../../src/db/postgres.ts';
import { keyOf, showPresence } from '../../src/db/postgres-presence.ts';
import type { Store } from '../../src/db/store.ts';
import { type Unended, worker } from '../../src/job/job.ts';
import { createJobs, type Jobs } from '../../src/job/jobs.ts';
import type { Claimed } from '../../src/job/port.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import { strictLog } from '../support/log.ts';
import { type FreshPostgres, freshPostgres } from '../support/postgres-database.ts';
import { ask } from '../support/postgres-server.ts';

interface Server {
  readonly owner: string;
  readonly store: Store;
  readonly jobs: Jobs;
  /** What it was told of when it freed it. */
  readonly unended: Unended[];
}

const kind = 'page.deliver';
const log = strictLog();
let fresh: FreshPostgres;
let servers: Server[];
/** The server's own database, which takes connections when the other does not. */
let beside: string;

beforeEach(async () => {
  fresh = await freshPostgres();
  beside = Object.assign(new URL(fresh.url), { pathname: '/postgres' }).href;
  servers = [];
});
afterEach(async () => {
  await letIn(true);
  for (const { store } of servers) await store.close();
  await fresh.remove();
  log.expectQuiet();
});

async function server(): Promise<Server> {
  const [owner, store, unended] = [newId('job'), openPostgres(fresh.url, log), [] as Unended[]];
  const work = worker({
    kind: { name: kind, payload: z.unknown(), concurrency: 5 },
    work: (job) => store.transaction((tx) => job.done(tx)),
  });
  const jobs = createJobs({
    store,
    clock: systemClock,
    newId,
    log,
    owner,
    workers: () => [work],
    onUnended: async (_, rows) => void unended.push(...rows),
  });
  await store.presentAs(owner);
  const made = { owner, store, jobs, unended };
  servers.push(made);
  return made;
}

/** Two jobs, begun by this server. */
async function begun({ store, jobs }: Server): Promise<readonly Claimed[]> {
  await store.transaction(async (tx) => {
    for (const key of ['ada', 'bo']) await jobs.later(tx, { kind, key, due: 0, payload: { key } });
  });
  const claimed = await jobs.claim(kind, 5);
  expect(claimed).toHaveLength(2);
  return claimed;
}

/** Ends without giving back what it has; `seenBy` misses it then. */
async function end(who: Server, seenBy: Server): Promise<void> {
  servers.splice(servers.indexOf(who), 1);
  await who.store.close();
  await soon(async () => expect(await seenBy.store.absent([who.owner])).toEqual([who.owner]));
}

/** Whether new connections to the database are taken. */
async function letIn(taken: boolean): Promise<void> {
  await ask(beside, `alter database ${nameOf(fresh)} allow_connections ${taken}`);
}

/** Cuts the connections of `who`, who cannot connect again until others are let in; `seenBy` misses it then. */
async function cutOff(who: Server, seenBy: Server): Promise<void> {
  await seenBy.store.absent([]);
  await letIn(false);
  const cut = `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = $1) and ((classid::bigint << 32) | objid::bigint) = $2`;
  expect(await ask(beside, cut, [nameOf(fresh), keyOf(who.owner)])).not.toEqual([]);
  await soon(async () => expect(await seenBy.store.absent([who.owner])).toEqual([who.owner]));
}

async function comesBack(who: Server, seenBy: Server): Promise<void> {
  await letIn(true);
  await soon(async () => expect(await seenBy.store.absent([who.owner])).toEqual([]));
}

const cutHere = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()';
const soon = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 30_000, interval: 50 });
const nameOf = ({ url }: FreshPostgres): string => new URL(url).pathname.slice(1);

/** How many rows each of so many looks freed. */
async function looks({ jobs }: Server, count: number): Promise<number[]> {
  const freed: number[] = [];
  for (let look = 0; look < count; look += 1) freed.push(await jobs.freeGone());
  return freed;
}

test('what an ended server held is free at the third look that misses it, and whoever frees it is told', async () => {
  const [one, two] = [await server(), await server()];
  await begun(one);
  expect(await looks(two, 4)).toEqual([0, 0, 0, 0]);
  await end(one, two);
  const woken: string[] = [];
  two.jobs.onWake((of) => woken.push(of));
  expect(await looks(two, 4)).toEqual([0, 0, 2, 0]);
  expect(two.unended).toMatchObject([
    { kind, payload: { key: 'ada' } },
    { kind, payload: { key: 'bo' } },
  ]);
  expect(woken).toEqual([kind]);
  expect(await two.jobs.claim(kind, 5)).toHaveLength(2);
});

test('servers that look at the same moment free it once', async () => {
  const [one, two, third] = [await server(), await server(), await server()];
  const others = [two, third];
  await begun(one);
  await end(one, two);
  const freed = await Promise.all(others.map((other) => looks(other, 4)));
  expect(freed.flat().reduce((sum, rows) => sum + rows)).toBe(2);
  expect(others.flatMap(({ unended }) => unended)).toHaveLength(2);
});

test('a living server keeps what it holds, also while its connections are cut and come back, again and again', async () => {
  const [one, two] = [await server(), await server()];
  const rows = await begun(one);
  for (let round = 0; round < 2; round += 1) {
    await cutOff(one, two);
    expect(await looks(two, 2)).toEqual([0, 0]);
    await comesBack(one, two);
    expect(await looks(two, 1)).toEqual([0]);
  }
  for (const row of rows) await one.jobs.run(row);
  expect(await two.store.read.db.$count(two.store.read.t.job)).toBe(0);
});

test('a server is there as long as it has any connection', async () => {
  const [one, two] = [await server(), await server()];
  await begun(one);
  expect(await ask(fresh.url, `${cutHere} and query like 'listen%'`)).toHaveLength(2);
  expect(await two.store.absent([one.owner])).toEqual([]);
});

test('a look that fails misses nobody, and they are counted anew', async () => {
  const [one, two, third] = [await server(), await server(), await server()];
  await begun(one);
  await end(one, two);
  expect(await looks(two, 2)).toEqual([0, 0]);
  await cutOff(two, third);
  await expect(two.jobs.freeGone()).rejects.toThrow('Failed query');
  await comesBack(two, third);
  expect(await looks(two, 3)).toEqual([0, 0, 2]);
});

test('whoever is not to be seen himself misses nobody', async () => {
  const [one, two] = [await server(), await server()];
  await end(one, two);
  const unseen = openPostgres(fresh.url, log);
  expect(await unseen.absent([one.owner])).toEqual([]);
  await unseen.close();
});

test('a server that was away for longer ends nothing that it lost, and says so without an error', async () => {
  const [one, two] = [await server(), await server()];
  const rows = await begun(one);
  await cutOff(one, two);
  expect(await looks(two, 3)).toEqual([0, 0, 2]);
  await comesBack(one, two);
  const taken = await two.jobs.claim(kind, 5);
  for (const row of rows) await one.jobs.run(row);
  expect(await two.store.read.db.$count(two.store.read.t.job)).toBe(2);
  for (const row of taken) await two.jobs.run(row);
  expect(await two.store.read.db.$count(two.store.read.t.job)).toBe(0);
  const lost = { level: 'warn', message: 'a job was ended by somebody who had lost it' };
  expect(log.complaints.splice(0)).toMatchObject([lost, lost]);
});

test('PostgreSQL asks often whether a server that shows itself is there', async () => {
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  await showPresence(client, 'job_1');
  const found = await client.query("select name, setting from pg_settings where name like 'tcp\\_%' order by name");
  await client.end();
  expect(found.rows.map(({ name, setting }) => `${name} ${setting}`)).toEqual([
    'tcp_keepalives_count 5',
    'tcp_keepalives_idle 10',
    'tcp_keepalives_interval 3',
    'tcp_user_timeout 25000',
  ]);
});
