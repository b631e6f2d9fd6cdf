import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

const [posting, editing] = [
  'POST /channels/{channel.id}/messages',
  'PATCH /channels/{channel.id}/messages/{message.id}',
];

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

test('429 that others caused (shared) → nothing is sent in the time of peace, then the card and the page, each once', async () => {
  world.breaks({ kind: 'rate-limit', limit: 'shared', retryAfterS: 29.5, scope: { method: posting } });
  await world.alert();
  expect(hits(posting)).toBe(2);
  world.mended();
  await world.advance(seconds(29));
  expect(world.done(posting)).toBe(0);
  await world.advance(seconds(1));
  expect(world.shown('ops')).toEqual([paged]);
  expect(world.shown('@ada')).toEqual([paged]);
});

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

test('429 on edits of the same conversation → the next page there goes out at once', async () => {
  await world.alert();
  const dm = world.id('@ada');
  world.breaks({ kind: 'rate-limit', limit: 'user', retryAfterS: 60, scope: { method: editing, channel: dm } });
  await world.press('ada', 'ops', 'Acknowledge');
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(world.shown('@ada')).toEqual([expect.stringContaining('🔴 #1'), expect.stringContaining('🔴 #2')]);
});
