import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forUpdate } from '../../src/db/for-update.ts';
import { postgresKit } from '../../src/db/kit.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import type { Store, Tx } from '../../src/db/store.ts';
import { type StrictLog, strictLog } from '../support/log.ts';
import { type FreshPostgres, freshPostgres } from '../support/postgres-database.ts';
import { ask } from '../support/postgres-server.ts';
import { waitingForLocks } from './waiting.ts';

const k = postgresKit;
const sample = k.table('sample', {
  id: k.text('id').primaryKey(),
  int: k.int('an_int'),
  time: k.time('a_time'),
  flag: k.flag('a_flag'),
  json: k.json('some_json'),
});

let fresh: FreshPostgres;
let log: StrictLog;
let store: Store;
beforeEach(async () => {
  fresh = await freshPostgres();
  await ask(
    fresh.url,
    'create table sample (id text primary key, an_int integer, a_time bigint, a_flag boolean, some_json json)',
  );
  log = strictLog();
  store = openPostgres(fresh.url, log);
});
afterEach(async () => {
  await store.close();
  await ask(fresh.url, 'drop table sample');
  await fresh.remove();
  log.expectQuiet();
});

const put = async (tx: Tx, id: string, int = 0): Promise<void> => void (await tx.db.insert(sample).values({ id, int }));
const ids = async (): Promise<string[]> =>
  (await store.read.db.select({ id: sample.id }).from(sample).orderBy(sample.id)).map(({ id }) => id);

const time = Date.UTC(2026, 0, 5, 9);
test.each([
  { id: 'full', int: 7, time, flag: true, json: { words: ['a', 'ö'], deep: { n: 1.5, none: null } } },
  { id: 'other', int: -1, time: 0, flag: false, json: [] },
  { id: 'text', int: 0, time, flag: true, json: 'a "word"' },
  { id: 'text that is JSON', int: 0, time, flag: true, json: '{"a":1}' },
  { id: 'any character', int: 0, time, flag: true, json: { text: 'nul \0, half a pair \ud800, 📟' } },
  { id: 'null', int: null, time: null, flag: null, json: null },
])('every kind of column reads back as it was written: $id', async (row) => {
  const returned = await store.transaction((tx) => tx.db.insert(sample).values(row).returning());
  const read = await store.read.db.select().from(sample).where(eq(sample.id, row.id));
  expect([returned, read]).toEqual([[row], [row]]);
});

test('the names in a JSON value keep their order', async () => {
  await store.transaction((tx) =>
    tx.db.insert(sample).values({ id: 'a', json: { kind: 'person', id: 'x', b: 1, a: 2 } }),
  );
  const [row] = await store.read.db.select({ json: sample.json }).from(sample);
  expect(JSON.stringify(row?.json)).toBe('{"kind":"person","id":"x","b":1,"a":2}');
});

test('a text with a character that PostgreSQL does not have is kept without it, and found again', async () => {
  await store.transaction((tx) => put(tx, 'disk\0full'));
  expect(await store.read.db.select({ id: sample.id }).from(sample).where(eq(sample.id, 'disk\0full'))).toEqual([
    { id: 'disk\uFFFDfull' },
  ]);
});

test('a throw rolls back, and its tasks are not run', async () => {
  const ran: string[] = [];
  const failing = store.transaction(async (tx) => {
    await put(tx, 'a');
    tx.afterCommit(() => ran.push('a'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await store.transaction(async (tx) => {
    await put(tx, 'b');
    tx.afterCommit(() => ran.push('b'));
    tx.beforeCommit(() => put(tx, 'c'));
  });
  expect([await ids(), ran]).toEqual([['b', 'c'], ['b']]);
});

test('what a query failed in is never taken for committed', async () => {
  const swallowed = store.transaction(async (tx) => {
    await put(tx, 'a');
    await tx.db
      .select({ wrong: sql`1 / 0` })
      .from(sample)
      .catch(() => {});
  });
  await expect(swallowed).rejects.toThrow('rolled back');
  expect(await ids()).toEqual([]);
});

test('an error says what PostgreSQL said, and not with which values', async () => {
  const failing = store.transaction((tx) => tx.db.insert(sample).values({ id: 'secret', int: 2 ** 40 }));
  await expect(failing).rejects.toMatchObject({ code: '22003', message: expect.not.stringContaining('secret') });
});

test('a transaction inside a transaction is refused at once', async () => {
  await store.transaction(async () => {
    expect(() => store.transaction(async () => {})).toThrow('would wait for itself');
  });
});

test('two units that wait for each other: one is run again, once the other is done, without the tasks of its first try', async () => {
  await store.transaction(async (tx) => {
    for (const id of ['a', 'b']) await put(tx, id);
  });
  const tasks: string[] = [];
  let tries = 0;
  let both = (): void => {};
  const met = new Promise<void>((resolve) => {
    both = resolve;
  });
  let arrived = 0;
  const unit = (name: string, first: string, second: string) => (tx: Tx) => {
    tries += 1;
    tx.afterCommit(() => tasks.push(name));
    const add = async (id: string): Promise<void> =>
      void (await tx.db
        .update(sample)
        .set({ int: sql`${sample.int} + 1` })
        .where(eq(sample.id, id)));
    return (async () => {
      await add(first);
      arrived += 1;
      if (arrived === 2) both();
      await met;
      await add(second);
    })();
  };
  await Promise.all([store.transaction(unit('one', 'a', 'b')), store.transaction(unit('two', 'b', 'a'))]);
  expect(await store.read.db.select({ int: sample.int }).from(sample)).toEqual([{ int: 2 }, { int: 2 }]);
  expect([tries, tasks.toSorted()]).toEqual([3, ['one', 'two']]);
});

test('who inserts what another has just inserted is run again, and sees it', async () => {
  let letGo = (): void => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let inserted = (): void => {};
  const there = new Promise<void>((resolve) => {
    inserted = resolve;
  });
  const first = store.transaction(async (tx) => {
    await put(tx, 'a', 1);
    inserted();
    await gate;
  });
  await there;
  const seen: number[] = [];
  const second = store.transaction(async (tx) => {
    const found = await tx.db.select().from(sample).where(eq(sample.id, 'a'));
    seen.push(found.length);
    if (found.length === 0) await put(tx, 'a', 2);
  });
  await waitingForLocks(fresh.url, 1);
  letGo();
  await Promise.all([first, second]);
  expect(seen).toEqual([0, 1]);
});

test('what is wrong every time is thrown in the end', async () => {
  await store.transaction((tx) => put(tx, 'a'));
  let tries = 0;
  const failing = store.transaction(async (tx) => {
    tries += 1;
    await put(tx, 'a');
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(tries).toBe(8);
});

test('a row that is to be decided upon waits for whoever decides, and one that only refers to it does not', async () => {
  const account = { id: 'acc_1', key: 'acme', lastNumber: 0, notices: {}, createdAt: 0 };
  await store.transaction((tx) => tx.db.insert(tx.t.account).values(account));
  let letGo = (): void => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const order: string[] = [];
  const lock = (tx: Tx) => forUpdate(tx.db.select().from(tx.t.account).where(eq(tx.t.account.id, 'acc_1')));
  let locked = (): void => {};
  const decides = new Promise<void>((resolve) => {
    locked = resolve;
  });
  const first = store.transaction(async (tx) => {
    await lock(tx);
    locked();
    await gate;
    order.push('first');
  });
  await decides;
  const second = store.transaction(async (tx) => {
    await lock(tx);
    order.push('second');
  });
  await waitingForLocks(fresh.url, 1);
  const policy = { id: 'pol_1', accountId: 'acc_1', key: 'default', loops: 0, status: 'active', createdAt: 0 };
  await store.transaction((tx) => tx.db.insert(tx.t.policy).values(policy));
  order.push('policy');
  letGo();
  await Promise.all([first, second]);
  expect(order).toEqual(['policy', 'first', 'second']);
});

test('a commit is on the disk before its caller hears of it, whatever the server does for others', async () => {
  const setting = { value: sql<string>`current_setting('synchronous_commit')` };
  await ask(
    fresh.url,
    `alter role current_user in database ${new URL(fresh.url).pathname.slice(1)} set synchronous_commit = off`,
  );
  const other = openPostgres(fresh.url, log);
  await other.transaction((tx) => put(tx, 'a'));
  expect(await other.transaction((tx) => tx.db.select(setting).from(sample))).toEqual([{ value: 'on' }]);
  await other.close();
  await ask(
    fresh.url,
    `alter role current_user in database ${new URL(fresh.url).pathname.slice(1)} reset synchronous_commit`,
  );
});

test('connections that the server ends are made anew, and nothing hangs or ends with them', async () => {
  const kill =
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  await store.transaction((tx) => put(tx, 'a'));
  const cut = store.transaction(async (tx) => {
    await put(tx, 'b');
    await ask(fresh.url, kill);
    await put(tx, 'c');
  });
  await expect(cut).rejects.toThrow();
  await vi.waitFor(() => store.transaction((tx) => put(tx, 'd')), { timeout: 15_000 });
  expect(await ids()).toEqual(['a', 'd']);
});

test('what another process announces is noticed once, our own is not, also after the connection was lost', async () => {
  const other = openPostgres(fresh.url, log);
  const noticed = () => vi.waitFor(() => expect(store.changedByOthers()).toBe(true), { timeout: 10_000 });
  // The first look begins to listen; whatever was before is not known.
  expect(store.changedByOthers()).toBe(false);
  await noticed();
  expect(store.changedByOthers()).toBe(false);
  other.announce();
  await noticed();
  expect(store.changedByOthers()).toBe(false);
  store.announce();
  other.announce();
  await noticed();
  expect(store.changedByOthers()).toBe(false);
  const here = "datname = current_database() and query like 'listen%'";
  await ask(fresh.url, `select pg_terminate_backend(pid) from pg_stat_activity where ${here}`);
  await noticed();
  other.announce();
  await noticed();
  await other.close();
});

test('an announcement that waits is made before the store closes', async () => {
  const other = openPostgres(fresh.url, log);
  store.changedByOthers();
  await vi.waitFor(() => expect(store.changedByOthers()).toBe(true), { timeout: 10_000 });
  other.announce();
  await other.close();
  await vi.waitFor(() => expect(store.changedByOthers()).toBe(true), { timeout: 10_000 });
});
