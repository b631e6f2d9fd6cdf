import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

let world: DiscordWorld;
beforeEach(async () => {
  world = await makeDiscordWorld({ callTimeout: 1000 });
});
afterEach(async () => {
  await world.close();
});
const paged = expect.stringContaining('Ada paged 02:14 by DM ✓');

test('Discord answers late, but answers → the card and the page, each once, and presses count', async () => {
  world.breaks({ kind: 'slow', ms: 150 });
  await world.alert();
  expect(world.shown('ops')).toEqual([paged]);
  expect(world.shown('@ada')).toEqual([paged]);
  await world.press('ada', '@ada', 'Acknowledge');
  for (const where of ['ops', '@ada'] as const) {
    expect(world.shown(where)).toEqual([expect.stringContaining('Ada has it since 02:14')]);
  }
});

test('Discord answers later than we wait → the page is sent once more, and shown once', async () => {
  await world.alert();
  world.discord.faults.begin({
    kind: 'slow',
    ms: 3000,
    scope: { method: 'POST /channels/{channel.id}/messages', channel: world.id('@ada') },
    lasts: { calls: 1 },
  });
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(world.shown('ops').at(-1)).toContain('Ada paged 02:14 by DM …');
  await world.advance(seconds(2));
  expect(world.shown('@ada')).toEqual([paged, paged]);
  expect(world.shown('ops')).toEqual([paged, paged]);
});
