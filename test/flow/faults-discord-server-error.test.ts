import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

const posting = 'POST /channels/{channel.id}/messages';
const editing = 'PATCH /channels/{channel.id}/messages/{message.id}';
const answering = 'POST /interactions/{interaction.id}/{interaction.token}/callback';

let world: DiscordWorld;
beforeEach(async () => {
  world = await makeDiscordWorld();
});
afterEach(async () => {
  await world.close();
});

test('500 for a while → the page and the card go out within half a minute of its end, each once', async () => {
  world.breaks({ kind: 'server-error' });
  await world.alert();
  await world.advance(minutes(2));
  expect([...world.shown('ops'), ...world.shown('@ada')]).toEqual([]);
  world.mended();
  await world.advance(seconds(30));
  expect(world.shown('@ada')).toEqual([expect.stringContaining('🔴 #1')]);
  expect(world.shown('ops')).toEqual([expect.stringContaining('by DM ✓ · next: Bo at 02:19')]);
  await world.advance(minutes(2));
  expect(world.done(posting, '@ada')).toBe(1);
});

test('500 is tried once each time, and never again at once', async () => {
  world.breaks({ kind: 'server-error', scope: { channel: world.id('ops') } });
  await world.alert();
  expect(world.discord.calls.filter((call) => call.fault === 'server-error')).toHaveLength(1);
  expect(world.shown('@ada')).toHaveLength(1);
  world.mended();
  await world.advance(seconds(1));
  expect(world.shown('ops')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
});

test('500 on edits → a press works at once, and every card says so when it is over', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', scope: { method: editing } });
  await world.press('ada', '@ada', 'Acknowledge');
  await world.advance(minutes(6));
  expect(world.shown('@bo')).toEqual([]);
  expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.advance(seconds(30));
  for (const where of ['ops', '@ada'] as const) {
    expect(world.shown(where)).toEqual([expect.stringContaining('Ada has it since 02:14')]);
  }
});

test('500 on the answer to a command → the command counts, and the log says that its answer was lost', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', scope: { method: answering } });
  await expect(world.type('bo', 'incident acknowledge', { incident: '1' })).rejects.toThrow();
  const lost = expect.objectContaining({ level: 'warn', message: 'answering in Discord failed; going on' });
  await vi.waitFor(() => expect(world.log.complaints).toEqual([lost]));
  expect(world.log.complaints.map(({ details }) => String('err' in details && details.err))).toEqual([
    'Error: Discord answered HTTP 500',
  ]);
  world.log.complaints.length = 0;
  await world.settle();
  expect(world.shown('ops')).toEqual([expect.stringContaining('Bo has it since 02:14')]);
});
