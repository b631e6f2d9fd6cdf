import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshJobs, kind, start, type TestJobs } from '../support/jobs.ts';

let fresh: TestJobs;
beforeEach(async () => {
  fresh = await freshJobs();
});
afterEach(() => fresh.close());

test('done removes the row; whoever ends it twice is rolled back', async () => {
  await fresh.want('ada');
  const claimed = await fresh.claimOne();
  await fresh.jobs.run(claimed);
  expect(await fresh.rows()).toEqual([]);
  await fresh.want('witness', start + 1000);
  fresh.work = (job) =>
    fresh.database.store.transaction(async (tx) => {
      await tx.db.delete(tx.t.job);
      await job.done(tx);
    });
  await fresh.jobs.run(claimed);
  expect(await fresh.rows()).toMatchObject([{ key: 'witness' }]);
  expect(fresh.complaints()).toEqual(['a job was ended by somebody who had lost it']);
});

test.each(['done', 'again', 'giveUp'] as const)(
  '%s is refused when the lock is lost, with all its transaction did',
  async (end) => {
    await fresh.want('ada');
    const lost = await fresh.claimOne();
    fresh.clock.advance(60_000);
    const taker = fresh.jobsOf('server-2');
    const taken = await fresh.claimOne(taker);
    expect(taken.id).toBe(lost.id);
    const before = await fresh.rows();
    let refused: unknown;
    fresh.work = async (job) => {
      const ended = fresh.database.store.transaction(async (tx) => {
        await tx.db.update(tx.t.job).set({ payload: { n: 99 } });
        if (end === 'done') await job.done(tx);
        if (end === 'again') await job.again(tx, start);
        if (end === 'giveUp') await job.giveUp(tx, 'no');
      });
      refused = await ended.catch((error: unknown) => error);
      throw refused;
    };
    await fresh.jobs.run(lost);
    expect(refused).toMatchObject({ message: expect.stringContaining('is not ours any more') });
    expect(await fresh.rows()).toEqual(before);
    expect(fresh.complaints()).toEqual(['a job was ended by somebody who had lost it']);
  },
);

test('again comes back at the time that was asked for, and wakes for it', async () => {
  fresh.work = (job) =>
    fresh.database.store.transaction((tx) => job.again(tx, start + 7000, 'the platform asked for peace'));
  await fresh.want('ada');
  await fresh.jobs.run(await fresh.claimOne());
  expect(await fresh.rows()).toMatchObject([
    { dueAt: start + 7000, attempt: 1, failure: 'the platform asked for peace', lockedUntil: null },
  ]);
  expect(fresh.wakes).toContainEqual({ kind, due: start + 7000 });
});

test('again merges with a newer wish that waits: the earlier time, the greater attempt, the newest payload', async () => {
  fresh.work = (job) => fresh.database.store.transaction((tx) => job.again(tx, start + 7000, 'away'));
  await fresh.want('ada', start, 1);
  const claimed = await fresh.claimOne();
  await fresh.want('ada', start + 100, 2);
  await fresh.jobs.run(claimed);
  expect(await fresh.rows()).toMatchObject([
    { dueAt: start + 100, attempt: 1, payload: { n: 2 }, failure: 'away', lockedUntil: null },
  ]);
  await fresh.want('ada', start + 50, 3);
  expect(await fresh.rows()).toMatchObject([{ dueAt: start + 50, attempt: 1, payload: { n: 3 }, failure: null }]);
});

test('a job that was given up stays with its reason, is never run, and does not stand in the way of a new one', async () => {
  fresh.work = (job) => fresh.database.store.transaction((tx) => job.giveUp(tx, 'the channel is gone'));
  await fresh.want('ada');
  await fresh.jobs.run(await fresh.claimOne());
  const givenUp = { dueAt: null, lockedUntil: null, lockedBy: null, failure: 'the channel is gone' };
  expect(await fresh.rows()).toMatchObject([givenUp]);
  fresh.clock.advance(3_600_000);
  expect([await fresh.jobs.claim(kind, 5), await fresh.jobs.nextDue(), await fresh.jobs.oldestDue()]).toEqual([
    [],
    [],
    null,
  ]);
  await fresh.want('ada', start, 2);
  expect(await fresh.claimOne()).toMatchObject({ payload: { n: 2 } });
});

test('a payload that is not of its kind is given up, and so is a kind that nobody does', async () => {
  await fresh.database.store.transaction((tx) =>
    fresh.jobs.later(tx, { kind, key: 'odd', due: start, payload: { m: 1 } }),
  );
  await fresh.want('old', start, 1, 'gone.kind');
  await fresh.jobs.run(await fresh.claimOne());
  expect(await fresh.jobs.overdueKinds(start)).toEqual(['gone.kind']);
  for (const row of await fresh.jobs.claim('gone.kind', 5)) await fresh.jobs.run(row);
  expect(await fresh.rows()).toMatchObject([
    { key: 'odd', dueAt: null, failure: expect.stringContaining('its payload does not parse') },
    { key: 'old', dueAt: null, failure: 'nobody does gone.kind' },
  ]);
  expect(fresh.complaints()).toEqual(['a job was given up', 'a job was given up']);
});
