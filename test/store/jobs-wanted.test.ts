import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshJobs, kind, start, type TestJobs } from '../support/jobs.ts';

let fresh: TestJobs;
beforeEach(async () => {
  fresh = await freshJobs();
});
afterEach(() => fresh.close());

test('a job that waits takes in what is wanted again: the earlier time, the newest payload', async () => {
  await fresh.want('ada', start + 500, 1);
  await fresh.want('ada', start + 900, 2);
  await fresh.want('ada', start + 200, 3);
  await fresh.want('ada', start + 300, 4);
  expect(await fresh.rows()).toMatchObject([{ key: 'ada', dueAt: start + 200, payload: { n: 4 }, attempt: 0 }]);
});

test('the same key of another kind, and another key, are other jobs', async () => {
  await fresh.want('ada');
  await fresh.want('bo');
  await fresh.want('ada', start, 1, 'chat.flush');
  expect(await fresh.rows()).toHaveLength(3);
});

test('whoever waits for jobs is told after the commit, and not when it was rolled back', async () => {
  await fresh.want('ada', start + 5);
  const failed = fresh.database.store.transaction(async (tx) => {
    await fresh.jobs.later(tx, { kind, key: 'bo', due: start, payload: { n: 1 } });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(fresh.wakes).toEqual([{ kind, due: start + 5 }]);
});

test('what is wanted while a job of the same key runs waits beside it and comes after it', async () => {
  await fresh.want('ada', start, 1);
  const running = await fresh.claimOne();
  await fresh.want('ada', start, 2);
  expect(await fresh.jobs.claim(kind, 5)).toEqual([]);
  // Nothing to claim until the lock of the one that runs is over.
  expect(await fresh.jobs.nextDue(kind)).toEqual([{ kind, at: start + 60_000 }]);
  await fresh.jobs.run(running);
  expect(await fresh.claimOne()).toMatchObject({ key: 'ada', payload: { n: 2 } });
});

test('a listener that throws keeps nobody from being told', async () => {
  const quiet = fresh.jobs.onWake(() => {
    throw new Error('no');
  });
  const told: string[] = [];
  fresh.jobs.onWake((woken) => told.push(woken));
  await fresh.want('ada');
  quiet();
  await fresh.want('bo');
  expect(told).toEqual([kind, kind]);
  expect(fresh.complaints()).toEqual(['a wake-up failed']);
});
