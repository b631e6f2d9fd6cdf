import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { backoff } from '../../src/job/backoff.ts';
import { freshJobs, type Job, kind, start, type TestJobs } from '../support/jobs.ts';

let fresh: TestJobs;
beforeEach(async () => {
  fresh = await freshJobs();
});
afterEach(() => fresh.close());

test('a worker that throws is tried again after 1, 2, 4 … 30 s, with what it said', async () => {
  fresh.work = () => Promise.reject(new Error('Slack is away'));
  await fresh.want('ada');
  const waits: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    await fresh.jobs.run(await fresh.claimOne());
    const [row] = await fresh.rows();
    expect(row).toMatchObject({ attempt: i + 1, failure: 'Slack is away', lockedUntil: null, lockedBy: null });
    waits.push((row?.dueAt ?? 0) - fresh.clock.now());
    fresh.clock.advance(30_000);
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(fresh.complaints()).toEqual(Array(7).fill('a job failed and will be tried again'));
});

test('the log says which job failed, and what it is of', async () => {
  fresh.work = () => Promise.reject(new Error('Slack is away'));
  await fresh.want('ada');
  const claimed = await fresh.claimOne();
  await fresh.jobs.run(claimed);
  // pino.ts blots out whatever is called `key`, since an integration key might be.
  expect(fresh.log.complaints[0]?.details).toMatchObject({ job: claimed.id, kind, of: 'ada', attempt: 0 });
  expect(fresh.log.complaints[0]?.details).not.toHaveProperty('key');
  fresh.complaints();
});

test('the backoff never overflows', () => {
  expect([0, 4, 5, 31, 5000].map(backoff)).toEqual([1000, 16_000, 30_000, 30_000, 30_000]);
});

test.each([
  ['that forgets to end it', () => Promise.resolve(), 'the worker ended nothing'],
  [
    'whose end was rolled back',
    (job: Job) =>
      fresh.database.store.transaction(async (tx) => {
        await job.done(tx);
        throw new Error('no');
      }),
    'no',
  ],
  [
    'that throws at once, without a promise',
    () => {
      throw new Error('at once');
    },
    'at once',
  ],
  ['that throws a text of 10,000 letters', () => Promise.reject(new Error('x'.repeat(10_000))), `${'x'.repeat(499)}…`],
  [
    'whose own parsing fails',
    async () => void z.string().parse(await Promise.resolve(1)),
    expect.stringContaining('expected string'),
  ],
])('a worker %s is tried again', async (_, does, failure) => {
  fresh.work = does;
  await fresh.want('ada');
  await fresh.jobs.run(await fresh.claimOne());
  expect(await fresh.rows()).toMatchObject([{ dueAt: start + 1000, attempt: 1, failure }]);
  expect(fresh.complaints()).toEqual(['a job failed and will be tried again']);
});

test('a worker that throws after its end is only said', async () => {
  fresh.work = async (job) => {
    await fresh.database.store.transaction((tx) => job.done(tx));
    throw new Error('too late');
  };
  await fresh.want('ada');
  await fresh.jobs.run(await fresh.claimOne());
  expect(await fresh.rows()).toEqual([]);
  expect(fresh.complaints()).toEqual(['a job failed after it was ended']);
});

test('a worker that hears its signal may still end its job', async () => {
  const hasty = fresh.jobsOf('server-1', { deadline: 1, patience: 60_000, lock: 60_000 });
  fresh.work = async (job) => {
    await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
    await fresh.database.store.transaction((tx) => job.again(tx, start + 5000, 'not done yet'));
  };
  await fresh.want('ada');
  await hasty.run(await fresh.claimOne(hasty));
  expect(await fresh.rows()).toMatchObject([{ dueAt: start + 5000, failure: 'not done yet' }]);
});

test('a worker that never ends loses its place, and its end is refused when it comes', async () => {
  const hasty = fresh.jobsOf('server-1', { deadline: 1, patience: 2, lock: 60_000 });
  let wakeUp = (): void => {};
  let end: Promise<void> | undefined;
  fresh.work = (job) => {
    end = new Promise<void>((resolve) => {
      wakeUp = resolve;
    }).then(() => fresh.database.store.transaction((tx) => job.done(tx)));
    return end;
  };
  await fresh.want('ada');
  await hasty.run(await fresh.claimOne(hasty));
  const failure = 'the worker did not end within 2 ms';
  expect(await fresh.rows()).toMatchObject([{ dueAt: start + 1000, attempt: 1, failure }]);
  wakeUp();
  await expect(end).rejects.toThrow('is not ours any more');
  expect(await fresh.rows()).toMatchObject([{ attempt: 1 }]);
  expect(fresh.complaints()).toEqual(['a job failed and will be tried again']);
});

test('a job whose end could not be stored is given back once the database answers, not when its lock is over', async () => {
  await fresh.want('ada');
  const claimed = await fresh.claimOne();
  const away = vi.spyOn(fresh.database.store, 'transaction');
  // The worker's own end, the second try at it, and the first try to give it back.
  for (let i = 0; i < 3; i += 1) away.mockImplementationOnce(() => Promise.reject(new Error('the database is away')));
  await fresh.jobs.run(claimed);
  expect(fresh.complaints()).toEqual(['the end of a job could not be stored; it runs again']);
  expect(await fresh.rows()).toMatchObject([{ lockedBy: 'server-1' }]);
  fresh.wakes.length = 0;
  await vi.waitFor(() => expect(fresh.wakes).toEqual([{ kind, due: start }]), { timeout: 10_000 });
  expect(fresh.unended).toEqual([{ kind, payload: { n: 1 } }]);
  expect(await fresh.claimOne(fresh.jobsOf('server-2'))).toMatchObject({ key: 'ada', attempt: 0 });
});
