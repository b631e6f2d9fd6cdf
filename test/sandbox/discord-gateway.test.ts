import { GatewayIntentBits as Intent, type Message, Routes } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Discord } from '../../sandbox/discord/discord.ts';
import { ada, clientOf, forum, openDiscord, ops, random, restOf } from './discord-clients.ts';

/** How a connection that says this first is closed. */
async function closing(discord: Discord, frames: readonly unknown[], version = 10): Promise<number> {
  const socket = new WebSocket(`${discord.url.replace('http', 'ws')}/gateway?v=${version}&encoding=json`);
  return await new Promise((resolve, reject) => {
    socket.on('close', resolve);
    socket.on('error', reject);
    socket.on('open', () => {
      for (const frame of frames) socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    });
  });
}

const properties = { os: 'linux', browser: 'test', device: 'test' };
const identify = (discord: Discord, fields: object = {}) => ({
  op: 2,
  d: { token: discord.botToken, intents: 1, properties, ...fields },
});

const closed: [what: string, frames: (discord: Discord) => unknown[], code: number][] = [
  ['a wrong token', (it) => [identify(it, { token: 'wrong' })], 4004],
  ['a privileged intent', (it) => [identify(it, { intents: Intent.MessageContent })], 4014],
  ['an intent that is none', (it) => [identify(it, { intents: 1 << 30 })], 4013],
  ['a shard beyond the last', (it) => [identify(it, { shard: [1, 1] })], 4010],
  ['a second identify', (it) => [identify(it), identify(it)], 4005],
  ['something before identify', () => [{ op: 3, d: {} }], 4003],
  ['no JSON', () => ['{'], 4002],
  ['an opcode that is none', () => [{ op: 99, d: null }], 4001],
  ['a flood', () => Array.from({ length: 121 }, () => ({ op: 1, d: null })), 4008],
];

test.each(closed)('%s closes the connection', async (_what, frames, code) => {
  const discord = await openDiscord();
  expect(await closing(discord, frames(discord))).toBe(code);
});

test('another version of the API, and a day’s last identify used up', async () => {
  const discord = await openDiscord({ sessionStarts: 0 });
  expect(await closing(discord, [], 9)).toBe(4012);
  expect(await closing(discord, [identify(discord)])).toBe(4004);
  expect(await restOf(discord).get(Routes.gatewayBot())).toMatchObject({ session_start_limit: { remaining: 0 } });
});

test('a bot finds the server, its channels and itself', async () => {
  const discord = await openDiscord();
  const client = await clientOf(discord);
  const guild = client.guilds.cache.get(discord.guildId);
  expect(guild?.channels.cache.map((each) => each.name).toSorted()).toEqual(['general', 'incidents', 'ops', 'random']);
  const me = guild?.members.me ?? null;
  if (me === null) throw new Error('The bot is not on the server');
  expect(guild?.channels.cache.get(random)?.permissionsFor(me).has('ViewChannel')).toBe(false);
  expect(guild?.channels.cache.get(ops)?.permissionsFor(me).has('SendMessages')).toBe(true);
  expect(await guild?.members.fetch(ada)).toMatchObject({ displayName: 'Ada Lovelace' });
  expect((await guild?.members.fetch({ user: [ada] }))?.size).toBe(1);
  expect((await guild?.members.search({ query: 'bo' }))?.map((each) => each.user.username)).toEqual(['bo']);
});

test('messages are told as the intents say, and read where the bot may', async () => {
  const discord = await openDiscord({ grantedIntents: Intent.MessageContent });
  const heard = async (intents: Intent[]): Promise<string[]> => {
    const client = await clientOf(discord, [Intent.Guilds, ...intents]);
    const said: string[] = [];
    client.on('messageCreate', (message: Message) => said.push(message.content));
    return said;
  };
  const [deaf, blind, all] = [
    await heard([]),
    await heard([Intent.GuildMessages]),
    await heard([Intent.GuildMessages, Intent.MessageContent]),
  ];
  discord.say({ person: ada, channel: ops, content: 'hello' });
  discord.say({ person: ada, channel: random, content: 'psst' });
  discord.say({ person: ada, channel: ops, content: `<@${discord.applicationId}> ack` });
  await vi.waitFor(() => expect(all).toHaveLength(2), { timeout: 15_000 });
  expect(all).toEqual(['hello', `<@${discord.applicationId}> ack`]);
  await vi.waitFor(() => expect(blind).toEqual(['', `<@${discord.applicationId}> ack`]), { timeout: 15_000 });
  expect(deaf).toEqual([]);
});

test.each<[what: string, cut: (discord: Discord) => void]>([
  ['asked to come anew', (discord) => discord.reconnectGateway()],
  ['cut off', (discord) => discord.dropSockets()],
])('a client that is %s resumes, and hears what it missed', async (_what, cut) => {
  const discord = await openDiscord();
  const client = await clientOf(discord, [Intent.Guilds, Intent.GuildMessages]);
  const deleted: string[] = [];
  let resumed = 0;
  client.on('shardResume', () => {
    resumed += 1;
  });
  client.on('messageDelete', ({ id }) => deleted.push(id));
  const message = await client.channels.cache.get(ops)?.fetch();
  if (!message?.isSendable()) throw new Error('It cannot write there');
  const { id } = await message.send('a');
  cut(discord);
  discord.removeMessage(ops, id);
  await vi.waitFor(() => expect(resumed).toBe(1), 10_000);
  await vi.waitFor(() => expect(deleted).toEqual([id]), { timeout: 15_000 });
});

test('a session that is over begins anew', async () => {
  const discord = await openDiscord();
  const client = await clientOf(discord);
  const ready = new Promise((resolve) => client.once('shardReady', resolve));
  discord.invalidateSessions(false);
  await ready;
  expect(discord.connections).toBe(1);
});

test('the bot is told when a channel goes, when it is removed and when it comes back', async () => {
  const discord = await openDiscord();
  const client = await clientOf(discord);
  const told: string[] = [];
  client.on('channelDelete', ({ id }) => told.push(`channel ${id}`));
  client.on('guildDelete', ({ id }) => told.push(`left ${id}`));
  client.on('guildCreate', ({ id }) => told.push(`came ${id}`));
  discord.removeChannel(forum);
  discord.removeBot();
  await vi.waitFor(() => expect(told).toEqual([`channel ${forum}`, `left ${discord.guildId}`]), { timeout: 15_000 });
  await expect(restOf(discord).get(Routes.guild(discord.guildId))).rejects.toMatchObject({ code: 50001 });
  discord.inviteBot();
  await vi.waitFor(() => expect(told.at(-1)).toBe(`came ${discord.guildId}`), { timeout: 15_000 });
});
