import { Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { restOf } from '../sandbox/discord-clients.ts';
import { channels, type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

let world: DiscordWorld;
const thread = () => world.discord.world.channels.find((each) => each.kind === 'thread');
const change = (body: object) => restOf(world.discord).patch(Routes.channel(thread()?.id ?? ''), { body });

describe('in a text channel', () => {
  beforeEach(async () => {
    world = await makeDiscordWorld();
    await world.alert();
  });
  afterEach(async () => {
    await world.close();
  });

  test('the thread is folded away → it is opened again by the next line', async () => {
    await change({ archived: true });
    await world.press('ada', 'ops', 'Acknowledge');
    expect(thread()).toMatchObject({ archived: false });
    expect(world.thread('ops').at(-1)).toBe('02:14 🟠 Ada acknowledged it');
  });

  test('a moderator locks the thread → the card goes on, and the log says what could not be said', async () => {
    await change({ archived: true, locked: true });
    await world.press('ada', 'ops', 'Acknowledge');
    expect(world.shown('ops')).toEqual([expect.stringContaining('🟠 #1')]);
    const said = { level: 'warn', details: { reason: 'That thread is locked.' } };
    expect(world.log.complaints).toMatchObject([said]);
    world.log.complaints.length = 0;
  });
});

describe('in a forum', () => {
  beforeEach(async () => {
    world = await makeDiscordWorld({ team: (text) => text.replace(channels.ops, channels.incidents) });
    await world.alert();
  });
  afterEach(async () => {
    await world.close();
  });

  test('each incident is a post: its card is the first message, what happens follows, presses count', async () => {
    await world.alert({ key: 'disk', summary: 'Disk full' });
    expect(world.discord.world.channels.flatMap((each) => (each.kind === 'thread' ? [each.name] : []))).toEqual([
      '#1 Web shop: CPU on web-3 above 95 %',
      '#2 Web shop: Disk full',
    ]);
    await world.press('ada', 'incidents', 'Acknowledge');
    const [first, second] = world.shown('incidents');
    expect(first).toContain('🔴 #1');
    expect(second).toContain('🟠 #2');
    expect(world.thread('incidents')[0]).toBe('02:14 🔴 Triggered by alertmanager');
    expect(world.thread('incidents').at(-1)).toBe('02:14 🟠 Ada acknowledged it');
  });

  test('a post is folded away → the card in it is edited all the same', async () => {
    await change({ archived: true });
    await world.press('ada', '@ada', 'Acknowledge');
    expect(world.shown('incidents')).toEqual([expect.stringContaining('🟠 #1')]);
    expect(thread()).toMatchObject({ archived: false });
  });
});

test('what the owners are told in a forum is a post by the name of what it says', async () => {
  world = await makeDiscordWorld({
    team: (text) => text.replace('people:', `notices: { discord: "${channels.incidents}" }\npeople:`),
  });
  await world.alert();
  await world.advance(minutes(60));
  const notice = '🔴 #1 CPU on web-3 above 95 %: everyone was paged 3 times';
  const posts = world.discord.world.channels.flatMap((each) =>
    each.kind === 'thread' && each.parent === channels.incidents ? [each.name] : [],
  );
  expect(posts).toEqual([expect.stringContaining(notice)]);
  await world.close();
});
