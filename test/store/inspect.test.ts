import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inspectSqlite } from '../../src/db/inspect-sqlite.ts';
import { isServed, takeServeLock } from '../../src/db/serve-lock.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { type FreshFile, freshFile } from '../support/database.ts';

let fresh: FreshFile;
let folder: string;
beforeEach(() => {
  fresh = freshFile();
  folder = mkdtempSync(join(tmpdir(), 'reveille-inspect-'));
});
afterEach(() => {
  fresh.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('a database is found', () => {
  test('as one of this version that nobody serves', () => {
    const state = inspectSqlite(fresh.file);
    expect(state).toMatchObject({ kind: 'present', schema: 'current', writing: 'possible', served: false });
    if (state.kind !== 'present') throw new Error('it is there');
    expect(state.bytes).toBeGreaterThan(10_000);
    const { blocks, bsize } = statfsSync(folder);
    expect(state.freeBytes).toBeLessThanOrEqual(blocks * bsize);
  });

  test('missing, and is not made, nor is its folder', () => {
    const file = join(folder, 'a', 'b', 'reveille.db');
    expect(inspectSqlite(file)).toMatchObject({ kind: 'missing', folder, writable: true });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['older', 'delete from __drizzle_migrations'],
    ['older', 'drop table __drizzle_migrations'],
    ['newer', "insert into __drizzle_migrations (hash, created_at) values ('later', 4102444800000)"],
  ])('%s after: %s', (schema, change) => {
    const database = new Database(fresh.file);
    database.exec(change);
    database.close();
    expect(inspectSqlite(fresh.file)).toMatchObject({ kind: 'present', schema });
  });

  test('older when it is empty', () => {
    const file = join(folder, 'empty.db');
    writeFileSync(file, '');
    expect(inspectSqlite(file)).toMatchObject({ kind: 'present', schema: 'older' });
  });

  test.each([
    ['it is not a SQLite database', (file: string) => writeFileSync(file, 'A letter to Bo. '.repeat(500))],
    ['it is a folder', (file: string) => mkdirSync(file)],
  ])('unusable, because %s', (reason, make) => {
    const file = join(folder, 'reveille.db');
    make(file);
    expect(inspectSqlite(file)).toEqual({ kind: 'unusable', reason });
  });

  test('unusable, because a part of its path is a file', () => {
    writeFileSync(join(folder, 'file'), '');
    const found = inspectSqlite(join(folder, 'file', 'reveille.db'));
    expect(found).toEqual({ kind: 'unusable', reason: `${join(folder, 'file')} is a file and no folder` });
  });

  test.skipIf(process.getuid?.() === 0)('not writable by whoever may only read it', () => {
    chmodSync(fresh.file, 0o400);
    expect(inspectSqlite(fresh.file)).toMatchObject({ kind: 'present', writing: 'user-may-not' });
  });
});

describe('whether it is served', () => {
  test('is seen without keeping anybody from serving it', () => {
    expect(isServed(fresh.file)).toBe(false);
    const lock = takeServeLock(fresh.file);
    expect(lock).not.toBeNull();
    // Another connection of one process sees the lock as another process does.
    expect(isServed(fresh.file)).toBe(true);
    expect(inspectSqlite(fresh.file)).toMatchObject({ served: true });
    lock?.release();
    expect(isServed(fresh.file)).toBe(false);
  });

  test('is seen of a process that was killed', { timeout: 20_000 }, async () => {
    const module = pathToFileURL(join(packageRoot, 'src', 'db', 'serve-lock.ts')).href;
    const program = `
      import { takeServeLock } from ${JSON.stringify(module)};
      console.log(takeServeLock(${JSON.stringify(fresh.file)}) === null ? 'refused' : 'taken');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      cwd: packageRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      expect(isServed(fresh.file)).toBe(true);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(isServed(fresh.file)).toBe(false);
    takeServeLock(fresh.file)?.release();
  });
});
