import { afterEach, beforeEach, expect, test } from 'vitest';
import { onPostgres } from '../support/database.ts';
import { freshJobs, keys, kind, start, type TestJobs } from '../support/jobs.ts';

let fresh: TestJobs;
beforeEach(async () => {
  fresh = await freshJobs();
});
afterEach(() => fresh.close());

test('a claim takes what is due, the earliest first, and no more than asked for', async () => {
  for (const [key, due] of [
    ['late', 3],
    ['early', 1],
    ['middle', 2],
    ['not-yet', 11],
  ] as const) {
    await fresh.want(key, start + due);
  }
  fresh.clock.advance(10);
  expect(keys(await fresh.jobs.claim(kind, 2))).toEqual(['early', 'middle']);
  expect(keys(await fresh.jobs.claim(kind, 9))).toEqual(['late']);
  expect(await fresh.jobs.claim(kind, 9)).toEqual([]);
});

test('a claim says who has it and until when', async () => {
  await fresh.want('ada');
  expect(await fresh.claimOne()).toMatchObject({
    kind,
    key: 'ada',
    due: start,
    attempt: 0,
    lockedUntil: start + 60_000,
  });
  expect(await fresh.rows()).toMatchObject([{ lockedBy: 'server-1', lockedUntil: start + 60_000 }]);
});

test('no more of a kind are held than may run at once, whoever asks', async () => {
  for (let i = 0; i < 8; i += 1) await fresh.want(`k${i}`);
  const [first, second] = await Promise.all([fresh.jobs.claim(kind, 3), fresh.jobs.claim(kind, 100)]);
  expect([first.length, second.length]).toEqual([3, 2]);
  expect(await fresh.jobs.claim(kind, 1)).toEqual([]);
  expect(await fresh.jobs.nextDue(kind)).toEqual([]);
  fresh.wakes.length = 0;
  await Promise.all([...first, ...second].map((row) => fresh.jobs.run(row)));
  expect(fresh.wakes).toContainEqual({ kind, due: start });
  expect(await fresh.jobs.claim(kind, 100)).toHaveLength(3);
});

test('somebody who found no place is told when a claim gives back what it did not need', async () => {
  const [first, second] = await Promise.all([fresh.jobs.claim(kind, 5), fresh.jobs.claim(kind, 5)]);
  expect([first, second]).toEqual([[], []]);
  expect(fresh.wakes).toEqual([{ kind, due: start }]);
});

test('what is given back is due at once and may stand beside a newer wish, which comes after it', async () => {
  await fresh.want('ada', start, 1);
  const claimed = await fresh.claimOne();
  await fresh.want('ada', start, 2);
  fresh.wakes.length = 0;
  await fresh.jobs.release([claimed]);
  expect(fresh.wakes).toEqual([{ kind, due: start }]);
  expect(await fresh.rows()).toMatchObject([{ lockedUntil: 0, lockedBy: null }, { lockedUntil: null }]);
  expect(await fresh.jobs.nextDue(kind)).toEqual([{ kind, at: start }]);
  const next = await fresh.jobs.claim(kind, 5);
  expect(next).toMatchObject([{ payload: { n: 1 } }]);
  for (const row of next) await fresh.jobs.run(row);
  expect(await fresh.claimOne()).toMatchObject({ payload: { n: 2 } });
});

test('whoever has lost a row gives nothing back', async () => {
  await fresh.want('ada');
  const lost = await fresh.claimOne();
  fresh.clock.advance(60_000);
  await fresh.claimOne(fresh.jobsOf('server-2'));
  await fresh.jobs.release([lost]);
  expect(await fresh.rows()).toMatchObject([{ lockedBy: 'server-2' }]);
});

test('a lock is over after 60 s and not before; what was begun then is told to be unended, and nothing else', async () => {
  await fresh.want('ada');
  await fresh.jobs.release([await fresh.claimOne()]);
  await fresh.claimOne();
  expect(fresh.unended).toEqual([]);
  const next = fresh.jobsOf('server-2');
  fresh.clock.advance(59_999);
  expect(await next.claim(kind, 5)).toEqual([]);
  expect(await next.nextDue(kind)).toEqual([{ kind, at: start + 60_000 }]);
  fresh.clock.advance(1);
  await fresh.want('bo');
  expect(keys(await next.claim(kind, 5))).toEqual(['ada', 'bo']);
  expect(fresh.unended).toEqual([{ kind, payload: { n: 1 } }]);
});

test.skipIf(onPostgres)(
  'whoever is the only server frees at its start what a killed one held, but not its own',
  async () => {
    await fresh.want('ada');
    await fresh.want('bo');
    await fresh.want('later', start + 1000);
    await fresh.jobs.claim(kind, 2);
    expect(await fresh.jobs.freeGone()).toBe(0);
    const next = fresh.jobsOf('server-2');
    expect(await next.freeGone()).toBe(2);
    expect(await next.freeGone()).toBe(0);
    expect(keys(await next.claim(kind, 5))).toEqual(['ada', 'bo']);
    expect(await next.freeGone()).toBe(0);
  },
);

test('the oldest that is due and taken by nobody is what readiness looks at', async () => {
  expect(await fresh.jobs.oldestDue()).toBeNull();
  await fresh.want('ada', start + 100);
  expect(await fresh.jobs.oldestDue()).toBeNull();
  fresh.clock.advance(200);
  await fresh.want('old', start + 50, 1, 'chat.flush');
  expect([await fresh.jobs.oldestDue(), await fresh.jobs.oldestDue([kind])]).toEqual([start + 50, start + 100]);
  const claimed = await fresh.claimOne();
  expect([await fresh.jobs.oldestDue([kind]), await fresh.jobs.oldestDue([])]).toEqual([null, null]);
  fresh.clock.advance(60_000);
  expect(await fresh.jobs.oldestDue([kind])).toBe(start + 100);
  await fresh.jobs.release([claimed]);
  expect(await fresh.jobs.oldestDue([kind])).toBe(start + 100);
});
