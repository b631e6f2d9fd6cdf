import { afterEach, beforeEach, expect, test } from 'vitest';
import { saySqliteTrouble } from '../../src/db/sqlite-trouble.ts';
import { createTrial } from '../../src/db/trial.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const coded = (code: string): Error => Object.assign(new Error('no'), { code });
const saying = (error: unknown): string | null => saySqliteTrouble(error, '/data/reveille.db');

test('what can be stored is no trouble, however many ask, and nothing of the trial stays', async () => {
  const { store } = database;
  expect(await Promise.all([store.trouble(), database.open().trouble(), store.trouble()])).toEqual([null, null, null]);
  expect(await store.read.db.select().from(store.read.t.seen)).toEqual([]);
});

test('what was stored before it is left alone', async () => {
  const { store } = database;
  const seen = { platform: 'slack', delivery: 'trial', at: 7 };
  await store.transaction((tx) => tx.db.insert(tx.t.seen).values(seen));
  expect(await store.trouble()).toBe(null);
  expect(await store.read.db.select().from(store.read.t.seen)).toEqual([seen]);
});

test('whoever asks while it is tried shares the answer; whoever asks later has it tried again', async () => {
  const answers: ((error: Error | null) => void)[] = [];
  const trouble = createTrial(
    () =>
      new Promise((resolve, reject) =>
        answers.push((error) => (error === null ? resolve(undefined as never) : reject(error))),
      ),
    saying,
  );
  const first = [trouble(), trouble()];
  expect(answers).toHaveLength(1);
  answers[0]?.(coded('SQLITE_FULL'));
  expect(await Promise.all(first)).toEqual(Array(2).fill('The disk of /data/reveille.db is full. Make room there.'));
  const second = trouble();
  expect(answers).toHaveLength(2);
  answers[1]?.(null);
  expect(await second).toBe(null);
});

test('what the database has no words for is thrown on', async () => {
  const trouble = createTrial(() => Promise.reject(new TypeError('a bug')), saying);
  await expect(trouble()).rejects.toThrow('a bug');
});

test.each([
  [coded('SQLITE_FULL'), 'The disk of /data/reveille.db is full. Make room there.'],
  [coded('SQLITE_IOERR_SHMSIZE'), 'The disk of /data/reveille.db is full. Make room there.'],
  [
    new Error('Failed to run', { cause: coded('SQLITE_FULL') }),
    'The disk of /data/reveille.db is full. Make room there.',
  ],
  [
    coded('SQLITE_READONLY_DBMOVED'),
    '/data/reveille.db can only be read. Let this user write to it and to its folder.',
  ],
  [coded('SQLITE_BUSY_SNAPSHOT'), 'Another program has locked /data/reveille.db. Close the file there.'],
  [coded('SQLITE_CORRUPT'), '/data/reveille.db is damaged. Restore it from a backup.'],
  [
    coded('SQLITE_IOERR_WRITE'),
    'The disk of /data/reveille.db fails (SQLITE_IOERR_WRITE). Look whether it is full, whether it can be written to, and whether it is sound.',
  ],
  [coded('SQLITE_CONSTRAINT_UNIQUE'), null],
  [coded('ECONNREFUSED'), null],
  [new Error('a bug'), null],
  ['text', null],
])('%s is %s', (error, words) => {
  expect(saying(error)).toBe(words);
});
