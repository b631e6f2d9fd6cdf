import { afterEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { channels, type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

const posting = 'POST /channels/{channel.id}/messages';

let world: DiscordWorld;
afterEach(async () => {
  await world.close();
});
const lose = (method: string, channel?: string) =>
  world.discord.faults.begin({
    kind: 'lost-answer',
    scope: { method, ...(channel === undefined ? {} : { channel }) },
    lasts: { calls: 1 },
  });
const lost = () => world.discord.calls.filter((call) => call.fault === 'lost-answer').length;
const paged = expect.stringContaining('Ada paged 02:14 by DM ✓');

test('the answer to a card, a page or a line is lost → it is sent again, and its nonce keeps it from showing twice', async () => {
  world = await makeDiscordWorld();
  await world.alert();
  lose(posting, world.id('ops'));
  lose(posting, world.id('@ada'));
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(lost()).toBe(2);
  await world.advance(minutes(2));
  for (const where of ['ops', '@ada'] as const) expect(world.shown(where)).toEqual([paged, paged]);
  const thread = world.discord.world.channels.findLast(({ kind }) => kind === 'thread')?.id;
  lose(posting, thread);
  await world.press('ada', 'ops', 'Acknowledge');
  await world.advance(seconds(2));
  expect(lost()).toBe(3);
  expect(world.thread('ops').filter((line) => line.includes('acknowledged'))).toHaveLength(1);
});

test('the answer to the first line is lost → the thread is there once, and tells everything once', async () => {
  world = await makeDiscordWorld();
  lose('POST /channels/{channel.id}/messages/{message.id}/threads');
  await world.alert();
  await world.advance(seconds(2));
  expect(world.discord.world.channels.filter(({ kind }) => kind === 'thread')).toHaveLength(1);
  expect(world.thread('ops').map((line) => line.slice(6, 8))).toEqual(['🔴', '📟', '✓ ']);
});

test('the answer to a post of a forum is lost → it stands twice (a post takes no nonce), the first is true once it was pressed', async () => {
  world = await makeDiscordWorld({ team: (text) => text.replace(channels.ops, channels.incidents) });
  lose('POST /channels/{channel.id}/threads');
  await world.alert();
  await world.advance(seconds(1));
  const [first, second] = world.discord.world.messages.filter((message) => message.id === message.channel);
  expect(world.shown('incidents')).toHaveLength(2);
  expect(second).toBeDefined();
  const customId = first?.rows.flatMap((row) => row.components).flatMap((each) => each.custom_id ?? [])[0] ?? '';
  const at = first?.channel ?? '';
  await world.discord.press({ person: '1100000000000000101', channel: at, message: at, customId });
  await world.settle();
  const truth = expect.stringContaining('Ada has it since 02:14');
  expect(world.shown('incidents')).toEqual([truth, truth]);
});
