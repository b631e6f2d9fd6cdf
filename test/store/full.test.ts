import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Reader } from '../../src/db/store.ts';
import { Writer } from '../../src/db/writer.ts';
import { strictLog } from '../support/log.ts';

test('a commit that finds the disk full writes the log back, so that it is used from its beginning', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-writer-'));
  const file = join(folder, 'a.db');
  const connection = new Database(file);
  onTestFinished(() => {
    connection.close();
    rmSync(folder, { recursive: true, force: true });
  });
  connection.pragma('journal_mode = WAL');
  connection.exec('create table sample (id integer primary key, n integer); insert into sample values (1, 0)');
  const writer = new Writer(connection, {} as Reader, strictLog());
  const write = (text: string) => writer.transaction(async () => connection.exec(text));
  const writeMuch = async (): Promise<void> => {
    for (let n = 0; n < 50; n += 1) await write('update sample set n = n + 1');
  };
  const logSize = (): number => statSync(`${file}-wal`).size;
  await writeMuch();
  connection.pragma(`max_page_count = ${connection.pragma('page_count', { simple: true })}`);
  const tooMuch = 'create table big (x); insert into big values (zeroblob(100000))';
  await expect(write(tooMuch)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  const before = logSize();
  await writeMuch();
  expect(logSize()).toBe(before);
});
