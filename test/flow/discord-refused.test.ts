import { PermissionFlagsBits as may } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { channels, type DiscordWorld, makeDiscordWorld, people } from '../support/discord-world.ts';

let world: DiscordWorld;
const withCy = (text: string): string =>
  text.replace(
    'policies:',
    `  cy: { name: Cy, email: cy@example.com, zone: UTC, role: observer, discord: "${people.cy}" }\npolicies:`,
  );
afterEach(async () => {
  await world.close();
});
const acknowledged = expect.stringContaining('Ada has it since 02:14');
/** What the log was told, taken out of it. */
const logged = (): unknown[] => world.log.complaints.splice(0).map(({ message, details }) => [message, details]);

describe('whoever may not', () => {
  test('somebody whom we do not know is told whom to ask, and nothing changes', async () => {
    world = await makeDiscordWorld();
    await world.alert();
    await world.press('cy', 'ops', 'Acknowledge');
    await world.type('cy', 'incident resolve', { incident: '1' });
    await world.type('cy', 'incident note', { incident: '1' });
    const code = 'If you are in the team already, ask Ada (owner) for a code.\nThen type /reveille link code:CODE here';
    const words = `I don't know you yet. Ask Ada (owner) to add you.\n${code}`;
    const kept = `${words} until 02:24, and what you wanted is done.`;
    // A form is not kept: it would be filled in by then.
    expect(world.told('cy')).toEqual([kept, kept, `${words}, and I know you.`]);
    expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
    await world.press('ada', 'ops', 'Acknowledge');
    expect(world.shown('ops')).toEqual([acknowledged]);
  });

  test('somebody without permission is told who has it', async () => {
    world = await makeDiscordWorld({ team: withCy });
    await world.alert();
    await world.press('cy', 'ops', 'Acknowledge');
    await world.type('cy', 'incident note', { incident: '1' });
    await world.type('cy', 'incident trigger', { service: 'web' });
    const words = 'Only responders may do that. Ask Ada (owner).';
    expect(world.told('cy')).toEqual([words, words, words]);
    expect(world.discord.formOf(people.cy)).toBeNull();
    await world.type('cy', 'incident list');
    expect(world.told('cy').at(-1)).toContain('🔴 #1');
    expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
  });
});

test('a person who takes no direct messages: a failed page, said on the card, and a mention in the thread', async () => {
  world = await makeDiscordWorld();
  world.discord.setRefusesDms(people.ada, true);
  await world.alert();
  const failed = 'Ada paged 02:14 by DM ✗ (This person takes no direct messages from me.) · next: Bo at 02:19';
  expect(world.shown('ops')).toEqual([expect.stringContaining(failed)]);
  expect(world.thread('ops')).toEqual([
    '02:14 🔴 Triggered by alertmanager',
    `02:14 📟 Paging <@${people.ada}>`,
    '02:14 ✗ Ada could not be paged by DM: This person takes no direct messages from me.',
  ]);
  expect(world.discord.world.messages.flatMap(({ mentions }) => mentions.users)).toEqual([people.ada]);
  await world.press('ada', 'ops', 'Acknowledge');
  expect(world.shown('ops')).toEqual([acknowledged]);
});

describe('a card that is gone', () => {
  beforeEach(async () => {
    world = await makeDiscordWorld();
    await world.alert();
  });
  const remove = () => {
    const card = world.discord.world.messages.find(({ channel }) => channel === channels.ops);
    world.discord.removeMessage(channels.ops, card?.id ?? '');
  };

  test('is posted anew once, with what is true by then', async () => {
    remove();
    await world.press('ada', '@ada', 'Acknowledge');
    expect(world.shown('ops')).toEqual([acknowledged]);
    expect(world.thread('ops')).toContain('02:14 🟠 Ada acknowledged it');
    remove();
    await world.press('ada', '@ada', 'Resolve');
    // Whoever deletes it twice does not want it there.
    expect(world.shown('ops')).toEqual([]);
    expect(world.shown('@ada')).toEqual([expect.stringContaining('🟢 #1')]);
  });

  test('with its channel: the owner hears of it once, and pages go out as ever', async () => {
    world.discord.removeChannel(channels.ops);
    await world.press('ada', '@ada', 'Acknowledge');
    await world.alert({ key: 'disk', summary: 'Disk full' });
    expect(world.shown('@ada')).toEqual([
      acknowledged,
      `⚠️ Nothing can be shown in the channel ${channels.ops}: That channel is not there, or I am not in its server.`,
      expect.stringContaining('🔴 #2'),
    ]);
  });
});

test('a post of a forum that is deleted is posted anew, and the forum goes on', async () => {
  world = await makeDiscordWorld({ team: (text) => text.replace(channels.ops, channels.incidents) });
  await world.alert();
  const post = world.discord.world.channels.find((each) => each.kind === 'thread');
  world.discord.removeChannel(post?.id ?? '');
  await world.press('ada', '@ada', 'Acknowledge');
  expect(world.shown('incidents')).toEqual([acknowledged]);
  expect(world.thread('incidents')).toContain('02:14 🟠 Ada acknowledged it');
  expect(world.shown('@ada')).toEqual([acknowledged]);
});

describe('what the bot may not do', () => {
  beforeEach(async () => {
    world = await makeDiscordWorld();
  });

  test.each([
    ['View Channel', may.ViewChannel, 'I cannot see that channel.'],
    ['Send Messages', may.SendMessages, 'I may not write in that channel.'],
    ['Embed Links', may.EmbedLinks, 'I may not write in that channel.'],
  ])('%s: the owner is told, the page goes out, and the card comes when it may', async (name, permission, words) => {
    world.discord.deny(channels.ops, permission);
    await world.alert();
    expect(world.shown('ops')).toEqual([]);
    const [page, notice] = world.shown('@ada');
    expect(page).toContain('🔴 #1');
    expect(notice).toContain(`⚠️ Nothing can be shown in the channel ${channels.ops}: ${words}`);
    expect(notice).toContain(name);
    world.discord.deny(channels.ops, 0n);
    await world.alert({ key: 'disk', summary: 'Disk full' });
    expect(world.shown('ops').toSorted()).toEqual([expect.stringContaining('🔴 #1'), expect.stringContaining('🔴 #2')]);
  });

  test.each([
    ['Create Public Threads', may.CreatePublicThreads],
    ['Send Messages in Threads', may.SendMessagesInThreads],
  ])(
    '%s: only the thread is missing; the card is kept true, and the owner hears once what to do',
    async (name, permission) => {
      world.discord.deny(channels.ops, permission);
      await world.alert();
      await world.press('ada', '@ada', 'Acknowledge');
      expect(world.shown('ops')).toEqual([acknowledged]);
      expect(world.thread('ops')).toEqual([]);
      const reason = expect.stringContaining(name);
      const unsaid = ['lines of a timeline could not be said', { channel: channels.ops, reason }];
      expect(logged()).toEqual([unsaid, unsaid]);
      const [, ...notices] = world.shown('@ada');
      expect(notices).toEqual([expect.stringMatching(`Timelines cannot be told in the channel .*: .*${name}`)]);
    },
  );
});

test('the bot is removed from the server and let in again: said meanwhile, and every card is true afterwards', async () => {
  world = await makeDiscordWorld();
  await world.alert();
  world.discord.removeBot();
  await vi.waitFor(() => expect(world.trouble()).toMatch(/not in its Discord server any more.*oauth2\/authorize/), {
    timeout: 15_000,
  });
  await world.press('ada', '@ada', 'Acknowledge');
  expect(world.shown('@ada')[0]).toEqual(acknowledged);
  expect(world.shown('@ada')[1]).toContain('if I was removed from the server, let me in again.');
  expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
  expect(logged()).toHaveLength(1);
  world.discord.inviteBot();
  await world.reconnected();
  // Nothing else has to happen first.
  await world.settle();
  expect(world.shown('ops')).toEqual([acknowledged]);
  expect(world.thread('ops')).toContain('02:14 🟠 Ada acknowledged it');
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(world.shown('ops')).toEqual([acknowledged, expect.stringContaining('🔴 #2')]);
});

test('from a server that no account is connected to: words, whoever asks', async () => {
  world = await makeDiscordWorld();
  await world.alert();
  await world.story.database.store.transaction(async (tx) => {
    await tx.db.update(tx.t.connection).set({ externalId: '1100000000000000999' });
  });
  await world.press('ada', 'ops', 'Acknowledge');
  await world.type('ada', 'incident list');
  const words =
    'This server is not connected to an account here. Whoever runs Reveille can connect it in the team file.';
  expect(world.told('ada')).toEqual([words, words]);
  expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
  expect(await world.complete('ada', 'incident show', 'incident', '')).toEqual([]);
});
