import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { makeWorld, start, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const cardOf = (channel: string) =>
  world.chat.messages.findIndex((shown) => shown.channel === channel && 'card' in shown.message);
const deleteCard = () => world.chat.messages.splice(cardOf('C0OPS'), 1);
const count = (channel: string) => world.chat.messages.filter((shown) => shown.channel === channel).length;

test('Ada refuses direct messages → the card says so, and the thread has mentioned her', async () => {
  world.chat.answers.push((act) =>
    act === 'open-dm' ? { kind: 'gone', what: 'person', reason: 'takes no direct messages' } : undefined,
  );
  await world.alert();
  expect(count('D0ADA')).toBe(0);
  expect(world.card()).toContain('Ada paged 02:14 by DM ✗ (takes no direct messages) · next: Bo at 02:19');
  expect(world.chat.thread('C0OPS')).toEqual([
    '02:14 🔴 Triggered by alertmanager',
    '02:14 📟 Paging @U0ADA',
    '02:14 ✗ Ada could not be paged by DM: takes no direct messages',
  ]);
  await world.advance(minutes(5));
  expect(count('D0BO')).toBe(1);
});

test('the platform asks for peace for the page → it is sent when that is over, and once', async () => {
  const at = start + seconds(30);
  world.chat.answers.push((act, channel) =>
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
  const card = world.chat.messages[cardOf('C0OPS')];
  const edits = card?.edits ?? 0;
  const at = world.clock.now() + seconds(20);
  world.chat.answers.push((act, channel) =>
    act === 'edit' && channel === 'C0OPS' ? { kind: 'later', at, scope: 'edit' } : undefined,
  );
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  expect(world.card()).toContain('🔴 #1');
  await world.pressToken('U0ADA', 'C0OPS', world.chat.button('C0OPS', 'Resolve').token, card?.id ?? '');
  await world.advance(seconds(20));
  expect(world.card()).toContain('🟢 #1');
  expect((card?.edits ?? 0) - edits).toBe(1);
});

test('an outage of the platform → nothing is lost, and every card is true when it is over', async () => {
  let down = true;
  for (let act = 0; act < 200; act += 1) {
    world.chat.answers.push(() => (down ? { kind: 'broken', reason: 'Slack does not answer' } : undefined));
  }
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  await world.advance(minutes(3));
  expect(world.chat.messages).toEqual([]);
  down = false;
  await world.advance(seconds(31));
  expect(count('D0ADA')).toBe(2);
  expect(world.card()).toContain('Ada paged 02:14 by DM ✓');
});

test('while the page waits for the platform, somebody answers → nobody is woken for nothing', async () => {
  let down = true;
  for (let act = 0; act < 200; act += 1) {
    world.chat.answers.push(() => (down ? { kind: 'broken', reason: 'Slack does not answer' } : undefined));
  }
  await world.alert();
  await world.say('U0BO', '/incident ack 1');
  down = false;
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
  expect(world.chat.messages.some((shown) => shown.channel === 'C0OPS' && 'card' in shown.message)).toBe(false);
});

test('the bot is not in the channel → the owner is told, and the page goes by DM all the same', async () => {
  world.chat.answers.push((what, channel) =>
    what === 'post' && channel === 'C0OPS'
      ? { kind: 'gone', what: 'channel', reason: 'I am not a member of it. Invite me: /invite @Reveille' }
      : undefined,
  );
  await world.alert();
  expect(world.card('D0ADA')).toContain('🔴 #1');
  const told = world.chat.messages.filter((shown) => shown.channel === 'D0ADA' && 'words' in shown.message);
  expect(JSON.stringify(told)).toContain('Nothing can be shown in the channel C0OPS: I am not a member of it.');
});
