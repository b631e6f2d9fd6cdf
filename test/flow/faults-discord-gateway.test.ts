import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

let world: DiscordWorld;
beforeEach(async () => {
  world = await makeDiscordWorld();
});
afterEach(async () => {
  await world.close();
});
const acknowledged = expect.stringContaining('Ada has it since 02:14');

test('no gateway → the alert arrives all the same: card and page go out, once', async () => {
  world.breaks({ kind: 'no-socket' });
  await world.cutOff();
  await world.alert();
  expect(world.shown('ops')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
  expect(world.shown('@ada')).toHaveLength(1);
  expect(world.trouble()).toMatch(/^Discord cannot be reached at 127\.0\.0\.1:\d+ since 2026-01-05 02:14 UTC/);
});

test.each(['dropSockets', 'reconnectGateway'] as const)(
  'the gateway is cut (%s) → a press in between is replayed by the resume, and counts',
  async (cut) => {
    await world.alert();
    world.discord[cut]();
    await world.press('ada', '@ada', 'Acknowledge');
    for (const where of ['ops', '@ada'] as const) expect(world.shown(where)).toEqual([acknowledged]);
    await world.reconnected();
    expect(world.discord.connections).toBe(1);
    expect(world.done('PUT /applications/{application.id}/guilds/{guild.id}/commands')).toBe(1);
  },
);

test('a session that Discord has forgotten is opened anew, and the next press counts', async () => {
  await world.alert();
  world.discord.invalidateSessions(false);
  await world.cutOff();
  await expect.poll(() => world.discord.connections, { timeout: 15_000 }).toBe(1);
  await world.reconnected();
  await world.press('ada', 'ops', 'Acknowledge');
  expect(world.shown('ops')).toEqual([acknowledged]);
});

test('nobody can answer because no gateway stands → the next person is paged in time', async () => {
  await world.alert();
  world.breaks({ kind: 'no-socket' });
  await world.cutOff();
  await world.advance(minutes(5));
  expect(world.shown('@bo')).toHaveLength(1);
  expect(world.shown('@ada')).toHaveLength(1);
  world.mended();
  await world.reconnected();
  await world.type('bo', 'incident acknowledge', { incident: '1' });
  expect(world.shown('ops')).toEqual([expect.stringContaining('Bo has it since 02:19')]);
});
