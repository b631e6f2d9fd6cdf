import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld, people } from '../support/discord-world.ts';

let world: DiscordWorld;
beforeEach(async () => {
  world = await makeDiscordWorld();
});
afterEach(async () => {
  await world.close();
});

const card = `🔴 #1  CPU on web-3 above 95 %
critical · Web shop
Since 02:14
Ada paged 02:14 by DM ✓ · next: Bo at 02:19
1 alert · web-3
[Acknowledge] [Resolve] [Escalate] [More]`;

test('an alert walks the whole way: a card, a page, a press, the card changed in place, the thread', async () => {
  await world.alert();
  expect(world.shown('ops')).toEqual([card]);
  expect(world.shown('@ada')).toEqual([`You are paged for Web shop (rule 1 of default)\n${card}`]);
  await world.press('ada', '@ada', 'Acknowledge');
  const acknowledged = `🟠 #1  CPU on web-3 above 95 %
critical · Web shop
Since 02:14
Ada has it since 02:14 (after 0 s)
1 alert · web-3
[Resolve] [Escalate] [Give back] [More]`;
  expect(world.shown('ops')).toEqual([acknowledged]);
  expect(world.shown('@ada')).toEqual([`You are paged for Web shop (rule 1 of default)\n${acknowledged}`]);
  expect(world.told('ada')).toEqual([]);
  expect(world.thread('ops')).toEqual([
    '02:14 🔴 Triggered by alertmanager',
    `02:14 📟 Paging <@${people.ada}>`,
    '02:14 ✓ Ada was paged by DM',
    '02:14 🟠 Ada acknowledged it',
  ]);
  const thread = world.discord.world.channels.find(({ kind }) => kind === 'thread');
  expect(thread).toMatchObject({ parent: world.id('ops'), name: '#1 CPU on web-3 above 95 %' });
});

test('what is to come counts down by itself, and a lock screen reads what it is about', async () => {
  await world.alert();
  const [shown] = world.discord.world.messages.filter((message) => message.channel === world.id('ops'));
  const due = (world.clock.now() + minutes(5)) / 1000;
  expect(shown?.embeds[0]?.description).toContain(`next: Bo at <t:${due}:t> (<t:${due}:R>)`);
  expect(shown?.content).toBe('#1 Web shop: CPU on web-3 above 95 %');
});

test('only whoever is paged is mentioned, whatever an alert says, and each post is known by its nonce', async () => {
  await world.alert({ summary: `@everyone <@${people.bo}> <@&1100000000000000201> is down` });
  await world.press('ada', 'ops', 'Acknowledge');
  const written = world.discord.world.messages;
  expect(written.flatMap(({ mentions }) => mentions.users)).toEqual([people.ada]);
  expect(written.filter(({ mentions }) => mentions.everyone || mentions.roles.length > 0)).toEqual([]);
  const sent = world.discord.calls.filter(({ method }) =>
    / \/channels\/.*\/messages(\/\{message\.id\})?$/.test(method),
  );
  expect(sent.length).toBeGreaterThan(4);
  for (const { args, method } of sent) {
    expect(args).toMatchObject({ allowed_mentions: { parse: [] } });
    if (method.startsWith('POST')) expect(args).toMatchObject({ nonce: expect.any(String), enforce_nonce: true });
  }
});
