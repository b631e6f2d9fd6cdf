import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Routes } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { startDiscord } from '../../sandbox/discord/discord.ts';
import { ada, clientOf, ops, restOf } from './discord-clients.ts';

function fileFor(): string {
  const folder = mkdtempSync(join(tmpdir(), 'discord-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'world.json');
}

const start = async (worldFile: string) => await startDiscord({ host: '127.0.0.1', port: 0, worldFile });

test('messages, threads, direct messages and roles survive a restart; what one person saw does not', async () => {
  const file = fileFor();
  const before = await start(file);
  const rest = restOf(before);
  const go = { type: 1, components: [{ type: 2, style: 1, label: 'Go', custom_id: 'go' }] };
  await rest.post(Routes.channelMessages(ops), {
    body: { content: 'card', embeds: [{ title: 'a' }], components: [go] },
  });
  const id = before.world.messages[0]?.id ?? '';
  await rest.post(Routes.threads(ops, id), { body: { name: '#142' } });
  await rest.post(Routes.userChannels(), { body: { recipient_id: ada } });
  await rest.put(Routes.guildMemberRole(before.guildId, ada, '1100000000000000201'));
  const client = await clientOf(before);
  client.on('interactionCreate', (it) => {
    if (it.isButton()) void it.reply({ content: 'to you alone', flags: 64 });
  });
  await before.press({ person: ada, channel: ops, message: id, customId: 'go' });
  expect(before.world.messages).toHaveLength(2);
  await client.destroy();
  const { channels, messages } = before.world;
  await before.close();

  const after = await start(file);
  onTestFinished(() => after.close());
  expect(after.world.channels).toEqual(channels);
  expect(after.world.messages).toEqual(messages.slice(0, 1));
  expect(after.world.rolesOf(ada)).toEqual(['1100000000000000201']);
  expect(await restOf(after).get(Routes.channelMessage(ops, id))).toMatchObject({ content: 'card', thread: { id } });
});

test('a file of something else is named and left alone', async () => {
  const file = fileFor();
  writeFileSync(file, '{"version":1}');
  await expect(start(file)).rejects.toThrow(`${file} does not hold a local Discord's world`);
});

test('commands that an app registered are there after a restart', async () => {
  const worldFile = fileFor();
  const first = await start(worldFile);
  const route = Routes.applicationGuildCommands(first.applicationId, first.guildId);
  await restOf(first).put(route, { body: [{ name: 'incident', description: 'Incidents' }] });
  const { commands } = first;
  expect(commands).toHaveLength(1);
  await first.close();
  const again = await start(worldFile);
  onTestFinished(() => again.close());
  expect(again.commands).toEqual(commands);
});
