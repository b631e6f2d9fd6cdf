import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../src/db/sqlite.ts';
import type { Store } from '../../src/db/store.ts';
import { Writer } from '../../src/db/writer.ts';
import { type FreshFile, freshDatabase, freshFile } from '../support/database.ts';
import { type StrictLog, strictLog } from '../support/log.ts';

let fresh: FreshFile;
let connection: Database;
let other: Database;
let log: StrictLog;
let writer: Writer;
let store: Store;

beforeEach(async () => {
  fresh = freshFile();
  log = strictLog({ ofTheMachine: true });
  connection = connect(fresh.file);
  connection.pragma('journal_mode = WAL');
  connection.exec('create table word (text text not null)');
  other = connect(fresh.file);
  const database = await freshDatabase();
  store = database.store;
  await database.close();
  // The units below speak SQL to the writer's own connection; what they would be handed is not looked at.
  writer = new Writer(connection, store.read, log);
});

afterEach(async () => {
  await writer.idle();
  connection.close();
  other.close();
  fresh.remove();
});

const write = (text: string) => (): Promise<string> => {
  connection.prepare('insert into word values (?)').run(text);
  return Promise.resolve(text);
};
const committed = (): unknown[] => other.prepare('select text from word order by rowid').pluck().all();
const commits = () => vi.spyOn(connection, 'exec').mock.calls.filter(([sql]) => sql === 'commit').length;

test('units that wait share one commit', async () => {
  vi.spyOn(connection, 'exec');
  const words = Array.from({ length: 20 }, (_, i) => `w${i}`);
  expect(await Promise.all(words.map((word) => writer.transaction(write(word))))).toEqual(words);
  expect(commits()).toBe(1);
  expect(committed()).toEqual(words);
});

test('a caller hears of success only once another connection sees it', async () => {
  const seen: unknown[][] = [];
  await writer.transaction(async (tx) => {
    tx.afterCommit(() => seen.push(committed()));
    await write('Ada')();
    seen.push(committed());
  });
  seen.push(committed());
  expect(seen).toEqual([[], ['Ada'], ['Ada']]);
});

test('a unit that throws is undone alone, and its work after the commit is not done', async () => {
  const after: string[] = [];
  const results = await Promise.allSettled([
    writer.transaction(write('Ada')),
    writer.transaction(async (tx) => {
      tx.afterCommit(() => after.push('failed'));
      await write('nobody')();
      throw new Error('no');
    }),
    writer.transaction(async (tx) => {
      tx.afterCommit(() => after.push('Bo'));
      return await write('Bo')();
    }),
  ]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: new Error('no') });
  expect(committed()).toEqual(['Ada', 'Bo']);
  expect(after).toEqual(['Bo']);
});

test('a transaction inside a transaction throws at once; what a unit left running may begin one after it', async () => {
  let later: Promise<string> | undefined;
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await writer.transaction(async () => {
    expect(() => writer.transaction(write('inside'))).toThrow('would wait for itself');
    later = gate.then(() => writer.transaction(write('after')));
  });
  open();
  expect(await later).toBe('after');
  expect(committed()).toEqual(['after']);
});

test('a COMMIT that fails fails every caller of the group that was not told otherwise, and the writer goes on', async () => {
  const after: string[] = [];
  const group = await Promise.allSettled([
    writer.transaction(async (tx) => {
      tx.afterCommit(() => after.push('Ada'));
      return await write('Ada')();
    }),
    writer.transaction(() => Promise.reject(new Error('mine'))),
    writer.transaction(async () => {
      // Checked by COMMIT alone: sqlite.org/pragma.html#pragma_defer_foreign_keys
      connection.pragma('defer_foreign_keys = ON');
      connection.exec("insert into person values ('per_1','acc_none','ada','Ada',null,'UTC','owner','active',0)");
    }),
  ]);
  expect(group.map((result) => (result.status === 'rejected' ? result.reason.message : 'told of success'))).toEqual([
    'FOREIGN KEY constraint failed',
    'mine',
    'FOREIGN KEY constraint failed',
  ]);
  expect(after).toEqual([]);
  expect(committed()).toEqual([]);
  expect(await writer.transaction(write('Bo'))).toBe('Bo');
  expect(committed()).toEqual(['Bo']);
});

test('a full disk fails whom it hits, and the writer goes on when there is room', async () => {
  await writer.transaction(write('before'));
  const pages = Number(connection.pragma('page_count', { simple: true }));
  connection.pragma(`max_page_count = ${pages}`);
  const group = await Promise.allSettled(
    ['a', 'b', 'c'].map((word) => writer.transaction(write(word.repeat(100_000)))),
  );
  for (const result of group) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_FULL' } });
  expect(committed()).toEqual(['before']);
  connection.pragma('max_page_count = 1000000');
  await writer.transaction(write('after'));
  expect(committed()).toEqual(['before', 'after']);
});

test('even a rollback that fails does not stop the writer', async () => {
  const exec = connection.exec.bind(connection);
  const failing = vi.spyOn(connection, 'exec').mockImplementation((sql) => {
    if (sql === 'commit') throw new Error('disk I/O error');
    if (sql === 'rollback') {
      exec(sql);
      throw new Error('cannot roll back');
    }
    return exec(sql);
  });
  await expect(writer.transaction(write('Ada'))).rejects.toThrow('disk I/O error');
  expect(log.complaints.map(({ message }) => message)).toEqual(['a transaction could not be rolled back']);
  failing.mockRestore();
  await writer.transaction(write('Bo'));
  expect(committed()).toEqual(['Bo']);
});

test('work after the commit that throws is logged and fails nobody', async () => {
  const told = await writer.transaction(async (tx) => {
    tx.afterCommit(() => {
      throw new Error('no');
    });
    return await write('Ada')();
  });
  expect(told).toBe('Ada');
  expect(log.complaints).toMatchObject([{ level: 'error', message: 'work after a commit failed' }]);
});

test('a unit that holds the writer for long is said', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 101;
    return now;
  });
  await writer.transaction(write('Ada'));
  clock.mockRestore();
  expect(log.complaints).toMatchObject([{ level: 'warn', message: 'a transaction held the writer for long' }]);
});
