import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteKit } from '../../src/db/kit-sqlite.ts';
import { migrateSqlite } from '../../src/db/migrate-sqlite.ts';
import { connect, openSqlite } from '../../src/db/sqlite.ts';

import { silentLog } from '../../src/lib/log.ts';
import { freshSqlite } from '../support/database.ts';

const k = sqliteKit;
const sample = k.table('sample', {
  id: k.text('id').primaryKey(),
  int: k.int('an_int'),
  time: k.time('a_time'),
  flag: k.flag('a_flag'),
  json: k.json('some_json'),
});

let database: ReturnType<typeof freshSqlite>;
beforeEach(() => {
  database = freshSqlite();
  const raw = connect(database.file);
  raw.exec('create table sample (id text primary key, an_int integer, a_time integer, a_flag integer, some_json text)');
  raw.close();
});
afterEach(() => database.close());

const time = Date.UTC(2026, 0, 5, 9);
test.each([
  { id: 'full', int: 7, time, flag: true, json: { words: ['a', 'ö'], deep: { n: 1.5, none: null } } },
  { id: 'other', int: -1, time: 0, flag: false, json: [] },
  { id: 'text', int: 0, time, flag: true, json: 'a "word"' },
  { id: 'null', int: null, time: null, flag: null, json: null },
])('every kind of column reads back as it was written: $id', async (row) => {
  const returned = await database.store.transaction((tx) => tx.db.insert(sample).values(row).returning());
  const read = await database.store.read.db.select().from(sample).where(eq(sample.id, row.id));
  expect([returned, read]).toEqual([[row], [row]]);
});

test('one query text serves queries that want rows and queries that want nothing', async () => {
  await database.store.transaction(async ({ db }) => {
    const row = { id: 'a', int: 1, time: 1, flag: true, json: {} };
    for (const id of ['a', 'b', 'c']) await db.insert(sample).values({ ...row, id });
    expect(await db.update(sample).set({ int: 2 }).returning({ id: sample.id })).toHaveLength(3);
    await db.update(sample).set({ int: 3 });
    expect(await db.select({ int: sample.int }).from(sample)).toEqual([{ int: 3 }, { int: 3 }, { int: 3 }]);
  });
});

test('what is not committed is not read beside it', async () => {
  const { store } = database;
  const row = { id: 'a', int: 1, time, flag: true, json: {} };
  await store.transaction(async (tx) => {
    await tx.db.insert(sample).values(row);
    expect(await tx.db.select().from(sample)).toHaveLength(1);
    expect(await store.read.db.select().from(sample)).toHaveLength(0);
  });
  expect(await store.read.db.select().from(sample)).toHaveLength(1);
});

test('nothing can be written where one reads', async () => {
  await expect(async () => await database.store.read.db.insert(sample).values({ id: 'a' })).rejects.toThrow('readonly');
});

test('a commit of somebody else is noticed once, our own are not', async () => {
  const { store, file } = database;
  store.changedByOthers();
  await store.transaction((tx) => tx.db.insert(sample).values({ id: 'ours' }));
  expect(store.changedByOthers()).toBe(false);
  const other = connect(file);
  other.exec("insert into sample (id) values ('theirs')");
  other.close();
  expect([store.changedByOthers(), store.changedByOthers()]).toEqual([true, false]);
});

test('a commit is on the disk before its caller hears of it', async () => {
  const raw = connect(database.file);
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  raw.close();
  // 2 is FULL: sqlite.org/pragma.html#pragma_synchronous; a pragma reads as a table: sqlite.org/pragma.html#pragfunc
  const pragma = k.table('pragma_synchronous', { synchronous: k.int('synchronous') });
  expect(await database.store.transaction((tx) => tx.db.select().from(pragma))).toEqual([{ synchronous: 2 }]);
});

test('the database and its folder are for their owner alone', async () => {
  const outer = mkdtempSync(join(tmpdir(), 'reveille-test-'));
  const file = join(outer, 'data', 'reveille.db');
  expect(migrateSqlite(file).ok).toBe(true);
  const store = openSqlite(file, silentLog);
  await store.transaction((tx) => tx.db.select().from(tx.t.job));
  const modes = [join(outer, 'data'), file].map((path) => (statSync(path).mode & 0o777).toString(8));
  await store.close();
  rmSync(outer, { recursive: true });
  expect(modes).toEqual(['700', '600']);
});
