import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { edgeOf } from '../support/edge.ts';
import { textOf } from '../support/fake-chat.ts';
import { makeWorld, type World, webKey } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const deploy = { routing_key: webKey, payload: { summary: 'Deploy 1.2.3', source: 'ci' } };
const inChannel = () => world.chats.map((chat) => chat.messages.filter(({ channel }) => channel === 'C0OPS'));
const words = () => inChannel().map((shown) => shown.map(({ message }) => textOf(message)));

/** Somebody deletes the card and what was said under it; the next change finds it gone. */
async function deleteCard(): Promise<void> {
  for (const { messages } of world.chats) {
    for (let at = messages.length - 1; at >= 0; at -= 1) if (messages[at]?.channel === 'C0OPS') messages.splice(at, 1);
  }
  await world.say('U0ADA', '/incident note 1 still looking');
}

test('a card is deleted → it is posted anew, and what is said then stands under the new one', async () => {
  await world.alert();
  await deleteCard();
  await edgeOf(world).post('/v2/change/enqueue', deploy);
  expect(world.thread().at(-1)).toBe('02:14 🔧 Deploy 1.2.3 · ci');
  for (const shown of inChannel()) expect(shown.filter(({ thread }) => thread === undefined)).toHaveLength(1);
});

test('a card is deleted twice → nothing more is said of it in that channel, and pages go on', async () => {
  await world.alert();
  await deleteCard();
  await deleteCard();
  expect(inChannel().flat()).toEqual([]);
  await edgeOf(world).post('/v2/change/enqueue', deploy);
  await world.advance(minutes(5));
  await world.say('U0BO', '/incident ack 1');
  expect(inChannel().flat()).toEqual([]);
  expect(world.card('D0BO')).toContain('🟠 #1');
});

test('a change is to be told when the card is found deleted for the second time → it is not told under what is not there', async () => {
  await world.alert();
  await deleteCard();
  for (const { messages } of world.chats) messages.splice(0);
  const now = world.clock.now();
  world.answersOnce((act, channel) =>
    act === 'post' && channel === 'C0OPS' ? { kind: 'later', at: now + minutes(1), scope: 'post:C0OPS' } : undefined,
  );
  await edgeOf(world).post('/v2/change/enqueue', deploy);
  await world.say('U0ADA', '/incident note 1 found it');
  await world.advance(minutes(2));
  expect(words().flat()).toEqual([]);
});

test('the edit of a card is refused → the timeline goes on under the card that stands there', async () => {
  await world.alert();
  world.answersOnce((act, channel) =>
    act === 'edit' && channel === 'C0OPS' ? { kind: 'refused', reason: 'invalid_blocks' } : undefined,
  );
  await world.say('U0ADA', '/incident note 1 it was the cache');
  expect(world.thread().at(-1)).toBe('02:14 📝 Ada: it was the cache');
  expect(world.log.complaints.splice(0).map(({ message }) => message)).toEqual(
    world.onEach(() => 'the platform refused a card'),
  );
});
