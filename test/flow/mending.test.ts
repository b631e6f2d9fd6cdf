import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '../../src/chat/port.ts';
import { hours, minutes } from '../../src/lib/clock.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const notOurs: Outcome<never> = { kind: 'gone', what: 'channel', reason: 'I am not a member of it' };
const cardRefused = 'the platform refused a card';

/** The channel answers like this until it is told otherwise. Returns the telling. */
function channelAnswers(acts: readonly string[], outcome: Outcome<never>): () => void {
  return world.answers((what, channel) => (acts.includes(what) && channel === 'C0OPS' ? outcome : undefined));
}

function expectComplaints(messages: readonly string[]): void {
  expect(new Set(world.log.complaints.map((complaint) => complaint.message))).toEqual(new Set(messages));
  world.log.complaints.length = 0;
}

test('an edit is refused once → the next event makes the card true again', async () => {
  await world.alert();
  const mend = channelAnswers(['edit'], { kind: 'refused', reason: 'invalid_blocks' });
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  expect(world.card()).toContain('🔴 #1');
  mend();
  await world.say('U0ADA', '/incident note 1 it was the cache');
  expect(world.card()).toContain('🟠 #1');
  expectComplaints([cardRefused]);
});

test('an edit is refused once → a press on an old card makes it true again', async () => {
  await world.alert();
  const mend = channelAnswers(['edit'], { kind: 'refused', reason: 'invalid_blocks' });
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  mend();
  for (const _ of world.chats) {
    expect(await world.press('U0BO', 'C0OPS', 'Acknowledge')).toContain('Ada acknowledged #1');
  }
  expect(world.card()).toContain('🟠 #1');
  expectComplaints([cardRefused]);
});

test('an edit is refused once → the next start makes the card of an open incident true again', async () => {
  await world.alert();
  const mend = channelAnswers(['edit'], { kind: 'refused', reason: 'invalid_blocks' });
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  mend();
  await world.app.recall();
  await world.settle();
  expect(world.card()).toContain('🟠 #1');
  expectComplaints([cardRefused]);
});

test('the bot is invited again → one new card brings up all those that could not be shown; the owner has heard once', async () => {
  const mend = channelAnswers(['post', 'edit'], notOurs);
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  const notices = world.words('D0ADA').filter((text) => text.startsWith('⚠️'));
  const once = world.onEach(({ of }) => `⚠️ Nothing can be shown in the channel C0OPS${of}: I am not a member of it`);
  expect(notices).toEqual(once);
  mend();
  await world.alert({ key: 'net', summary: 'No network' });
  const heads = world.cards('C0OPS').map((card) => card.split('\n')[0]);
  expect(heads.toSorted()).toEqual([
    '🔴 #1  CPU on web-3 above 95 %   critical · Web shop',
    '🔴 #3  No network   critical · Web shop',
    '🟠 #2  Disk full   critical · Web shop',
  ]);
  channelAnswers(['edit'], notOurs);
  await world.say('U0ADA', '/incident ack 1');
  expect(world.words('D0ADA').filter((text) => text.startsWith('⚠️'))).toEqual([...once, ...once]);
});

test('the bot is invited again and nothing new happens → the cards are true by the next look, and nobody is told again', async () => {
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  const mend = channelAnswers(['post', 'edit'], notOurs);
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.tool('resolve');
  const heads = () => world.cards('C0OPS').map((card) => card.split('\n')[0]);
  const told = world.words('D0ADA').length;
  await world.advance(minutes(20));
  expect(heads()).toEqual([
    '🔴 #1  CPU on web-3 above 95 %   critical · Web shop',
    '🔴 #2  Disk full   critical · Web shop',
  ]);
  mend();
  await world.advance(minutes(15));
  expect(heads()).toEqual([
    '🟢 #1  CPU on web-3 above 95 %   critical · Web shop',
    '🟠 #2  Disk full   critical · Web shop',
  ]);
  expect(world.words('D0ADA')).toHaveLength(told);
});

test('a channel that stays closed is asked for again after 1, 2, 4, 8 and then every 15 min, for three days', async () => {
  await world.alert();
  const begun = world.clock.now();
  const asked: number[] = [];
  world.answers((act, channel) => {
    if (act === 'edit' && channel === 'C0OPS') asked.push((world.clock.now() - begun) / minutes(1));
    return undefined;
  });
  channelAnswers(['post', 'edit'], notOurs);
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(hours(1));
  const once = [0, 1, 3, 7, 15, 30, 45, 60];
  expect(asked.toSorted((a, b) => a - b)).toEqual(once.flatMap((at) => world.onEach(() => at)));
  await world.advance(hours(80));
  expect(Math.max(...asked)).toBeLessThanOrEqual(72 * 60);
});

test('posts are asked for peace and more cards wait than one run shows → edits go on', async () => {
  await world.alert();
  const at = world.clock.now() + minutes(10);
  world.answersOnce((what, channel) =>
    what === 'post' && channel === 'C0OPS' ? { kind: 'later', at, scope: 'post:C0OPS' } : undefined,
  );
  for (let n = 0; n < 25; n += 1) await world.alert({ key: `k${n}`, summary: `Alert ${n}` });
  await world.say('U0ADA', '/incident ack 1');
  expect(world.card()).toContain('🟠 #1');
});

test('the service moves to another channel → what is said of an open incident stays under its card', async () => {
  await world.alert();
  await world.apply((team) => team.replace('slack: C0OPS', 'slack: C0NEW'));
  await world.say('U0ADA', '/incident note 1 it was the cache');
  expect(world.thread().at(-1)).toBe('02:14 📝 Ada: it was the cache');
});

test('the card was refused → a line in the channel says what it is about', async () => {
  world.answersOnce((what, channel) =>
    what === 'post' && channel === 'C0OPS' ? { kind: 'refused', reason: 'invalid_blocks' } : undefined,
  );
  await world.alert();
  expect(world.words('C0OPS')).toEqual([
    '#1 CPU on web-3 above 95 %: 02:14 🔴 Triggered by alertmanager\n#1 CPU on web-3 above 95 %: 02:14 📟 Paging @U0ADA\n#1 CPU on web-3 above 95 %: 02:14 ✓ Ada was paged by DM',
  ]);
  expectComplaints([cardRefused]);
});

test('the platform is away for longer than a step → whoever is paged by both steps is woken once', async () => {
  await world.close();
  world = await makeWorld({ team: world.team.replace('page: [person/bo]', 'page: [person/ada]') });
  const back = world.answers(() => ({ kind: 'broken', reason: 'it does not answer' }));
  await world.alert();
  await world.advance(minutes(6));
  back();
  await world.advance(minutes(1));
  expect(world.cards('D0ADA')).toHaveLength(1);
  expect(world.card('D0ADA')).toContain('(rule 2 of default)');
});

test('direct messages fail while the channel works → the card says why the page waits, and when that changes', async () => {
  let reason = 'HTTP 500';
  world.answers((what) => (what === 'open-dm' && reason !== '' ? { kind: 'broken', reason } : undefined));
  await world.alert();
  expect(world.card()).toContain('Ada paged 02:14 by DM … (HTTP 500; trying again)');
  reason = 'no answer within 10 s';
  await world.advance(minutes(1));
  expect(world.card()).toContain('Ada paged 02:14 by DM … (no answer within 10 s; trying again)');
  reason = '';
  await world.advance(minutes(1));
  expect(world.card()).toContain('Ada paged 02:14 by DM ✓ sent 02:15 · next: Bo at 02:19');
  await world.say('U0ADA', '/incident ack 1');
  expect(world.thread()).toContain('02:15 ✓ Ada was paged by DM');
});

test('the platform asked for peace five times → a failure after that is tried again within a second', async () => {
  for (let n = 1; n <= 5; n += 1) {
    world.answersOnce((what) =>
      what === 'open-dm' ? { kind: 'later', at: world.clock.now() + 1000, scope: 'open-dm' } : undefined,
    );
  }
  world.answersOnce((what) => (what === 'open-dm' ? { kind: 'broken', reason: 'HTTP 500' } : undefined));
  await world.alert();
  await world.advance(5000);
  expect(world.card()).toContain('(HTTP 500; trying again)');
  await world.advance(1000);
  expect(world.card()).toContain('Ada paged 02:14 by DM ✓');
});
