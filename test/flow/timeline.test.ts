import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

test('the thread under the card is the whole story, a line for each event, oldest first', async () => {
  await world.alert();
  await world.advance(minutes(5));
  await world.alert({ alertKey: 'cpu-2', source: 'web-4', summary: 'CPU on web-4 above 95 %', severity: 'warning' });
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  await world.say('U0BO', '/incident note 1 it was the cache');
  await world.press('U0BO', 'C0OPS', 'Give back');
  await world.press('U0ADA', 'C0OPS', 'Escalate');
  await world.say('U0ADA', '/incident resolve 1 because the cache was full');
  await world.press('U0ADA', 'C0OPS', 'Reopen');
  await world.tool('resolve', 'cpu');
  expect(world.thread()).toEqual([
    '02:14 🔴 Triggered by alertmanager',
    '02:14 📟 Paging @U0ADA',
    '02:14 ✓ Ada was paged by DM',
    '02:19 📟 Paging @U0BO',
    '02:19 ✓ Bo was paged by DM',
    '02:19 ➕ Another alert: CPU on web-4 above 95 % (warning)',
    '02:19 🟠 Bo acknowledged it',
    '02:19 📝 Bo: it was the cache',
    '02:19 🔴 Bo gave it back',
    '02:19 📟 Paging @U0ADA',
    '02:19 ✓ Ada was paged by DM',
    '02:19 📟 Ada escalated: paging @U0BO',
    '02:19 ✓ Bo was paged by DM',
    '02:19 🟢 Ada resolved it: the cache was full',
    '02:19 🔴 Ada reopened it',
    '02:19 📟 Paging @U0ADA',
    '02:19 ✓ Ada was paged by DM',
  ]);
});

test('what was said is a lock screen that says what it is about', async () => {
  await world.alert();
  const first = world.same(({ messages }) => messages.find((shown) => shown.thread !== undefined)?.message);
  expect(first).toMatchObject({
    words: {
      lock: expect.stringMatching(
        /^#1 CPU on web-3 above 95 %: 🔴 Triggered by alertmanager; 📟 Paging Ada; ✓ Ada was paged by (Slack )?DM/,
      ),
    },
  });
});

test('the platform wants no posts for a while → the thread then tells it all in one message, and nothing twice', async () => {
  await world.alert();
  const said = world.messages().length;
  const at = world.clock.now() + minutes(2);
  world.answersOnce((act, channel) =>
    act === 'post' && channel === 'C0OPS' ? { kind: 'later', at, scope: 'post:C0OPS' } : undefined,
  );
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.say('U0ADA', '/incident note 1 looking');
  expect(world.messages()).toHaveLength(said);
  await world.advance(minutes(2));
  expect(world.messages().slice(said)).toEqual(['02:14 🟠 Ada acknowledged it\n02:14 📝 Ada: looking']);
});

test('more events than one message tells → the rest follows in the next', async () => {
  await world.alert();
  const back = world.answers((what, channel) =>
    what === 'post' && channel === 'C0OPS' ? { kind: 'broken', reason: 'HTTP 500' } : undefined,
  );
  for (let n = 1; n <= 30; n += 1) await world.say('U0ADA', `/incident note 1 note ${n}`);
  back();
  await world.advance(minutes(1));
  expect(world.thread().filter((line) => line.includes('📝'))).toEqual(
    Array.from({ length: 30 }, (_, index) => `02:14 📝 Ada: note ${index + 1}`),
  );
});

test('the platform will not have a line → it is passed over, and what follows is said', async () => {
  await world.alert();
  world.answersOnce((act, channel) =>
    act === 'post' && channel === 'C0OPS' ? { kind: 'refused', reason: 'invalid_blocks' } : undefined,
  );
  await world.say('U0ADA', '/incident note 1 first');
  await world.say('U0ADA', '/incident note 1 second');
  expect(world.thread().filter((line) => line.includes('📝'))).toEqual(['02:14 📝 Ada: second']);
  expect(world.log.complaints.map((complaint) => complaint.message)).toEqual(
    world.onEach(() => 'lines of a timeline could not be said'),
  );
  world.log.complaints.length = 0;
});
