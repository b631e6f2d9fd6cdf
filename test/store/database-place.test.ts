import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrateSqlite } from '../../src/db/migrate-sqlite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reveille-place-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a folder that is missing is made, and file and folder are for their owner alone', () => {
  const file = join(folder, 'a', 'b', 'reveille.db');
  expect(migrateSqlite(file)).toMatchObject({ ok: true });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700);
});

test('a folder where the file should be is said', () => {
  mkdirSync(join(folder, 'reveille.db'));
  expect(migrateSqlite(join(folder, 'reveille.db'))).toMatchObject({
    ok: false,
    refusal: { code: 'not-usable', message: expect.stringContaining('is a folder. DATABASE_URL must name a file') },
  });
});

test('a path through a file is said', () => {
  writeFileSync(join(folder, 'notes.txt'), 'x');
  expect(migrateSqlite(join(folder, 'notes.txt', 'reveille.db'))).toMatchObject({
    ok: false,
    refusal: { code: 'not-usable', message: expect.stringMatching(/a part of its path is a file. DATABASE_URL/) },
  });
});

// Root may write everywhere.
test.skipIf(process.getuid?.() === 0).each([
  ['a file', 'reveille.db', 0o400],
  ['a folder', '.', 0o500],
])('%s that can only be read is said', (_, name, mode) => {
  const file = join(folder, 'reveille.db');
  migrateSqlite(file);
  chmodSync(join(folder, name), mode);
  expect(migrateSqlite(file)).toMatchObject({
    ok: false,
    refusal: {
      code: 'not-usable',
      message: expect.stringMatching(/this user may not write there. DATABASE_URL names it/),
    },
  });
  chmodSync(join(folder, name), 0o700);
});
