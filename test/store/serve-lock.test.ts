import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeServeLock } from '../../src/db/serve-lock.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { type FreshFile, freshFile } from '../support/database.ts';

let fresh: FreshFile;
beforeEach(() => {
  fresh = freshFile();
});
afterEach(() => fresh.remove());

test('the second one gets nothing until the first lets go', () => {
  const first = takeServeLock(fresh.file);
  expect(first).not.toBeNull();
  expect(takeServeLock(fresh.file)).toBeNull();
  first?.release();
  const third = takeServeLock(fresh.file);
  expect(third).not.toBeNull();
  third?.release();
});

test('another database may be served beside it', () => {
  const other = freshFile();
  const locks = [takeServeLock(fresh.file), takeServeLock(other.file)];
  expect(locks).not.toContain(null);
  for (const lock of locks) lock?.release();
  other.remove();
});

test('the lock of a process that was killed is free', { timeout: 20_000 }, async () => {
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
    const [said] = await once(child.stdout, 'data');
    expect(String(said)).toBe('taken\n');
    expect(takeServeLock(fresh.file)).toBeNull();
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const mine = takeServeLock(fresh.file);
  expect(mine).not.toBeNull();
  mine?.release();
});
