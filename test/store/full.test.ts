import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Reader } from '../../src/db/store.ts';
import { createWriteBack } from '../../src/db/write-back.ts';
import { Writer } from '../../src/db/writer.ts';
import { strictLog } from '../support/log.ts';

test('after a full disk the log is written back early and gives its room back, until it was calm for ten minutes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-write-back-'));
  const file = join(folder, 'a.db');
  const connection = new Database(file);
  onTestFinished(() => {
    connection.close();
    rmSync(folder, { recursive: true, force: true });
  });
  connection.pragma('journal_mode = WAL');
  connection.exec('create table sample (x)');
  let now = 0;
  const writeBack = createWriteBack(connection, strictLog(), () => now);
  const mostOfLog = (): number => {
    let most = 0;
    for (let n = 0; n < 40; n += 1) {
      connection.exec('insert into sample values (zeroblob(40000))');
      writeBack.committed();
      most = Math.max(most, statSync(`${file}-wal`).size);
    }
    return most;
  };
  const little = 64 * 4200 + 80_000;
  expect(mostOfLog()).toBeGreaterThan(little);
  writeBack.full();
  expect(mostOfLog()).toBeLessThan(little);
  now = 11 * 60_000;
  mostOfLog();
  expect(mostOfLog()).toBeGreaterThan(little);
});

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
  expect(logSize()).toBeLessThanOrEqual(before);
});
