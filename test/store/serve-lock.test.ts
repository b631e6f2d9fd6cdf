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

test('the lock of a process that was killed is free', async () => {
  const holder = await otherProcess();
  try {
    expect(holder.said).toBe('taken\n');
    expect(takeServeLock(fresh.file)).toBeNull();
  } finally {
    await holder.kill();
  }
  const mine = takeServeLock(fresh.file);
  expect(mine).not.toBeNull();
  mine?.release();
});

test('a process has the lock for as long as it lives, though it forgot what it got and its garbage was collected', async () => {
  const holder = await otherProcess('globalThis.gc();');
  try {
    expect(holder.said).toBe('taken\n');
    expect(takeServeLock(fresh.file)).toBeNull();
  } finally {
    await holder.kill();
  }
});

/** One that takes the lock, keeps nothing of it, does `more`, says how it went, and lives on until it is killed. */
async function otherProcess(more = ''): Promise<{ said: string; kill(): Promise<void> }> {
  const module = pathToFileURL(join(packageRoot, 'src', 'db', 'serve-lock.ts')).href;
  const program = `
    import { takeServeLock } from ${JSON.stringify(module)};
    const said = takeServeLock(${JSON.stringify(fresh.file)}) === null ? 'refused' : 'taken';
    setImmediate(() => { ${more} console.log(said); });
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const over = once(child, 'exit');
  // One that could not even start says nothing, and is not waited for.
  const [said] = await Promise.race([once(child.stdout, 'data'), over.then(() => [''])]);
  return {
    said: String(said),
    kill: async () => {
      child.kill('SIGKILL');
      await over;
    },
  };
}
