import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import type { Shown } from '../support/fake-chat.ts';
import { makeWorld, start, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const isCard = ({ channel, message }: Shown) => channel === 'C0OPS' && 'card' in message;
const deleteCard = () => world.onEach(({ chat: { messages } }) => messages.splice(messages.findIndex(isCard), 1));
const edits = () => world.same(({ messages }) => messages.find(isCard)?.edits ?? 0);
const count = (channel: string) => world.messages(channel).length;
/** The platform does not answer until what is returned is called. */
const away = () => world.answers(() => ({ kind: 'broken', reason: 'it does not answer' }));

test('Ada refuses direct messages → the card says so, and the thread has mentioned her', async () => {
  world.answersOnce((act) =>
    act === 'open-dm' ? { kind: 'gone', what: 'person', reason: 'takes no direct messages' } : undefined,
  );
  await world.alert();
  expect(count('D0ADA')).toBe(0);
  expect(world.card()).toContain('Ada paged 02:14 by DM ✗ (takes no direct messages) · next: Bo at 02:19');
  expect(world.thread()).toEqual([
    '02:14 🔴 Triggered by alertmanager',
    '02:14 📟 Paging @U0ADA',
    '02:14 ✗ Ada could not be paged by DM: takes no direct messages',
  ]);
  await world.advance(minutes(5));
  expect(count('D0BO')).toBe(1);
});

test('the platform asks for peace for the page → it is sent when that is over, and once', async () => {
  const at = start + seconds(30);
  world.answersOnce((act, channel) =>
    act === 'post' && channel === 'D0ADA' ? { kind: 'later', at, scope: 'post:D0ADA' } : undefined,
  );
  await world.alert();
  expect(count('D0ADA')).toBe(0);
  expect(world.card()).toContain('Ada paged 02:14 by DM …');
  await world.advance(seconds(29));
  expect(count('D0ADA')).toBe(0);
  await world.advance(seconds(1));
  expect(count('D0ADA')).toBe(1);
  expect(world.card()).toContain('Ada paged 02:14 by DM ✓');
});

test('the platform asks for peace for edits → nothing is sent meanwhile, then the newest state in one edit', async () => {
  await world.alert();
  const before = edits();
  const at = world.clock.now() + seconds(20);
  world.answersOnce((act, channel) =>
    act === 'edit' && channel === 'C0OPS' ? { kind: 'later', at, scope: 'edit' } : undefined,
  );
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  expect(world.card()).toContain('🔴 #1');
  await world.press('U0ADA', 'C0OPS', 'Resolve');
  await world.advance(seconds(20));
  expect(world.card()).toContain('🟢 #1');
  expect(edits() - before).toBe(1);
});

test('an outage of the platform → nothing is lost, and every card is true when it is over', async () => {
  const back = away();
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  await world.advance(minutes(3));
  expect(world.messages()).toEqual([]);
  back();
  await world.advance(seconds(31));
  expect(count('D0ADA')).toBe(2);
  expect(world.card()).toContain('Ada paged 02:14 by DM ✓');
});

test('while the page waits for the platform, somebody answers → nobody is woken for nothing', async () => {
  const back = away();
  await world.alert();
  await world.say('U0BO', '/incident ack 1');
  back();
  await world.advance(minutes(2));
  expect(count('D0ADA')).toBe(0);
  expect(world.card()).toContain('Bo has it');
});

test('somebody deletes the card → it is posted anew, once', async () => {
  await world.alert();
  deleteCard();
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  expect(world.card()).toContain('🟠 #1');
  deleteCard();
  await world.press('U0ADA', 'D0ADA', 'Resolve');
  expect(world.cards('C0OPS')).toEqual([]);
});

test('the bot is not in the channel → the owner is told, and the page goes by DM all the same', async () => {
  world.answersOnce((what, channel) =>
    what === 'post' && channel === 'C0OPS'
      ? { kind: 'gone', what: 'channel', reason: 'I am not a member of it. Invite me: /invite @Reveille' }
      : undefined,
  );
  await world.alert();
  expect(world.card('D0ADA')).toContain('🔴 #1');
  const why = 'I am not a member of it. Invite me: /invite @Reveille';
  expect(world.words('D0ADA')).toEqual(
    world.onEach(({ of }) => `⚠️ Nothing can be shown in the channel C0OPS${of}: ${why}`),
  );
});
