import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

const [posting, editing] = [
  'POST /channels/{channel.id}/messages',
  'PATCH /channels/{channel.id}/messages/{message.id}',
];
const opening = 'POST /users/@me/channels';

let world: DiscordWorld;
beforeEach(async () => {
  world = await makeDiscordWorld();
});
afterEach(async () => {
  await world.close();
});

const hits = (method?: string) =>
  world.discord.calls.filter((call) => call.fault === 'rate-limit' && (method === undefined || call.method === method))
    .length;
const paged = expect.stringContaining('Ada paged 02:14 by DM ✓ · next: Bo at 02:19');

test.each(['user', 'shared'] as const)(
  '429 (%s) on every message → nothing is sent in the time of peace, then the card and the page, each once',
  async (limit) => {
    world.breaks({ kind: 'rate-limit', limit, retryAfterS: 29.5, scope: { method: posting } });
    await world.alert();
    expect(hits(posting)).toBe(2);
    world.mended();
    await world.advance(seconds(29));
    expect(world.done(posting)).toBe(0);
    await world.advance(seconds(1));
    expect(world.shown('ops')).toEqual([paged]);
    expect(world.shown('@ada')).toEqual([paged]);
  },
);

test('429 for everything → not one more call until it is over, then the card and the page, each once', async () => {
  world.breaks({ kind: 'rate-limit', limit: 'global', retryAfterS: 20 });
  await world.alert();
  expect(hits()).toBe(1);
  world.mended();
  const calls = world.discord.calls.length;
  await world.advance(seconds(20));
  expect(world.discord.calls).toHaveLength(calls);
  await world.advance(seconds(1));
  expect(world.shown('ops')).toEqual([paged]);
  expect(world.shown('@ada')).toEqual([paged]);
});

test('429 in #ops alone → the page goes out at once, and the card when Discord lets it', async () => {
  world.breaks({ kind: 'rate-limit', limit: 'user', retryAfterS: 10, scope: { channel: world.id('ops') } });
  await world.alert();
  expect(world.shown('@ada')).toHaveLength(1);
  expect(world.shown('ops')).toEqual([]);
  world.mended();
  await world.advance(seconds(11));
  expect(world.shown('ops')).toEqual([paged]);
  expect(world.done(posting, '@ada')).toBe(1);
});

test('429 on opening the conversation, again and again → the page goes out when it ends, once', async () => {
  world.breaks({ kind: 'rate-limit', limit: 'user', retryAfterS: 20, scope: { method: opening } });
  await world.alert();
  await world.advance(seconds(61));
  expect(hits(opening)).toBe(4);
  expect(world.shown('ops')).toEqual([expect.stringContaining('Ada paged 02:14 by DM …')]);
  world.mended();
  await world.advance(seconds(21));
  expect(world.shown('@ada')).toHaveLength(1);
  expect(world.shown('ops')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
});

test('429 on edits while people press → one edit of each card, to the newest state', async () => {
  await world.alert();
  world.breaks({ kind: 'rate-limit', limit: 'user', retryAfterS: 15, scope: { method: editing } });
  const before = world.done(editing);
  await world.press('ada', '@ada', 'Acknowledge');
  await world.type('ada', 'incident resolve', { incident: '1' });
  expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.advance(seconds(16));
  for (const where of ['ops', '@ada'] as const) {
    expect(world.shown(where)).toEqual([expect.stringContaining('Resolved 02:14 by Ada')]);
  }
  expect(world.done(editing) - before).toBe(2);
});

test('429 on edits of the same conversation → the next page there goes out at once', async () => {
  await world.alert();
  const dm = world.id('@ada');
  world.breaks({ kind: 'rate-limit', limit: 'user', retryAfterS: 60, scope: { method: editing, channel: dm } });
  await world.press('ada', 'ops', 'Acknowledge');
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(world.shown('@ada')).toEqual([expect.stringContaining('🔴 #1'), expect.stringContaining('🔴 #2')]);
});
