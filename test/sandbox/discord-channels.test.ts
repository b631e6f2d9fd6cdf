import { GatewayIntentBits as Intent, PermissionFlagsBits as May, Routes } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ada, clientOf, forum, openDiscord, ops, refusal, restOf } from './discord-clients.ts';

const guild = '1100000000000000001';

test('a thread hangs on its message, is archived, and opens when somebody writes in it', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  await rest.post(Routes.channelMessages(ops), { body: { content: 'card' } });
  const id = discord.world.messages[0]?.id ?? '';
  const start = async (body: object) => await rest.post(Routes.threads(ops, id), { body });
  expect(await refusal(start({ name: 'x'.repeat(101) }))).toMatchObject({ code: 50035 });
  const made = { id, parent_id: ops, type: 11, thread_metadata: { archived: false, auto_archive_duration: 1440 } };
  expect(await start({ name: '#142', auto_archive_duration: 1440 })).toMatchObject(made);
  expect(await refusal(start({ name: 'again' }))).toMatchObject({ code: 160004 });
  await rest.post(Routes.channelMessages(id), { body: { content: 'line' } });
  const line = discord.world.messages[1]?.id ?? '';
  const archived = await rest.patch(Routes.channel(id), { body: { archived: true } });
  expect(archived).toMatchObject({ thread_metadata: { archived: true }, message_count: 1 });
  const edit = rest.patch(Routes.channelMessage(id, line), { body: { content: 'b' } });
  expect(await refusal(edit)).toMatchObject({ status: 400, code: 50083 });
  expect(await refusal(rest.patch(Routes.channel(id), { body: { name: 'b' } }))).toMatchObject({ code: 50083 });
  await rest.post(Routes.channelMessages(id), { body: { content: 'more' } });
  expect(await rest.get(Routes.channel(id))).toMatchObject({ thread_metadata: { archived: false } });
  expect(await rest.get(Routes.channelMessages(id))).toMatchObject([{ content: 'more' }, { content: 'line' }]);
});

test('in a forum, whatever is said begins a thread', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  const body = { name: '#142', message: { content: 'card' } };
  const made = await rest.post(Routes.threads(forum), { body });
  const id = discord.world.messages[0]?.id;
  expect(made).toMatchObject({ id, parent_id: forum, message: { id, channel_id: id, content: 'card' } });
  const long = rest.post(Routes.threads(forum), { body: { ...body, message: { content: 'x'.repeat(2001) } } });
  expect(await refusal(long)).toMatchObject({ code: 50035 });
  expect(discord.world.channels.filter((each) => each.kind === 'thread')).toHaveLength(1);
});

test.each<[what: string, denied: bigint, code: number]>([
  ['see the channel', May.ViewChannel, 50001],
  ['write in it', May.SendMessages, 50013],
  ['show embeds', May.EmbedLinks, 50013],
])('a bot that may not %s is refused', async (_what, denied, code) => {
  const discord = await openDiscord();
  discord.deny(ops, denied);
  const body = { content: 'a', embeds: [{ title: 'a' }] };
  const call = restOf(discord).post(Routes.channelMessages(ops), { body });
  expect(await refusal(call)).toMatchObject({ status: 403, code });
});

test('a channel that is gone is unknown, with what was in it', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  await rest.post(Routes.channelMessages(ops), { body: { content: 'a' } });
  discord.removeChannel(ops);
  expect(discord.world.messages).toEqual([]);
  const call = rest.post(Routes.channelMessages(ops), { body: { content: 'b' } });
  expect(await refusal(call)).toMatchObject({ status: 404, code: 10003 });
});

test('a role is given and taken, but not the bot’s own', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  const onCall = '1100000000000000201';
  await rest.put(Routes.guildMemberRole(guild, ada, onCall));
  expect(await rest.get(Routes.guildMember(guild, ada))).toMatchObject({ roles: [onCall] });
  await rest.delete(Routes.guildMemberRole(guild, ada, onCall));
  expect(discord.world.rolesOf(ada)).toEqual([]);
  const own = rest.put(Routes.guildMemberRole(guild, ada, '1100000000000000202'));
  expect(await refusal(own)).toMatchObject({ status: 403, code: 50013 });
});

test('whoever leaves the server is no member, has no roles when they come back, and is not written to meanwhile', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  const onCall = '1100000000000000201';
  expect(await rest.get(Routes.guildRole(guild, onCall))).toMatchObject({ id: onCall, name: 'On call' });
  discord.setRole(ada, onCall, true);
  const { id } = z
    .object({ id: z.string() })
    .parse(await rest.post(Routes.userChannels(), { body: { recipient_id: ada } }));
  discord.setHere(ada, false);
  const gone = { status: 404, code: 10007 };
  expect(await refusal(rest.get(Routes.guildMember(guild, ada)))).toMatchObject(gone);
  expect(await refusal(rest.put(Routes.guildMemberRole(guild, ada, onCall)))).toMatchObject(gone);
  expect(await rest.get(Routes.guildMembersSearch(guild), { query: new URLSearchParams({ query: 'ada' }) })).toEqual(
    [],
  );
  const written = rest.post(Routes.channelMessages(id), { body: { content: 'a' } });
  expect(await refusal(written)).toMatchObject({ status: 403, code: 50278 });
  await expect(discord.command({ person: ada, channel: ops, name: 'incident', values: {} })).rejects.toThrow(
    'Ada Lovelace is not on the server.',
  );
  expect(() => discord.setRole(ada, onCall, true)).toThrow('is not on the server');
  discord.setHere(ada, true);
  expect(await rest.get(Routes.guildMember(guild, ada))).toMatchObject({ roles: [] });
});

test('that somebody came or left is told with the privileged intent alone', async () => {
  const discord = await openDiscord({ grantedIntents: Intent.GuildMembers });
  const told = async (...intents: Intent[]): Promise<string[]> => {
    const client = await clientOf(discord, [Intent.Guilds, ...intents]);
    const heard: string[] = [];
    client.on('guildMemberRemove', ({ user }) => heard.push(`${user.username} left`));
    client.on('guildMemberAdd', ({ user }) => heard.push(`${user.username} came`));
    // Of somebody whom it has not met a client does not say that they left.
    await client.guilds.cache.get(guild)?.members.fetch(ada);
    return heard;
  };
  const [blind, privileged] = [await told(), await told(Intent.GuildMembers)];
  discord.setHere(ada, false);
  discord.setHere(ada, true);
  await vi.waitFor(() => expect(privileged).toEqual(['ada left', 'ada came']), { timeout: 15_000 });
  expect(blind).toEqual([]);
});

const command = { name: 'incident', description: 'Incidents' };
const option = { type: 3, name: 'service', description: 'Which' };
const wrongCommands: [what: string, commands: object[], field: string][] = [
  ['capitals in a name', [{ ...command, name: 'Incident' }], '0.name APPLICATION_COMMAND_INVALID_NAME'],
  ['a blank in a name', [{ ...command, name: 'an incident' }], '0.name APPLICATION_COMMAND_INVALID_NAME'],
  ['no description', [{ name: 'incident' }], '0.description BASE_TYPE_REQUIRED'],
  ['the same name twice', [command, command], '1.name APPLICATION_COMMANDS_DUPLICATE_NAME'],
  [
    'a required option after another',
    [{ ...command, options: [option, { ...option, name: 'who', required: true }] }],
    '0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
  ],
  [
    '26 options',
    [{ ...command, options: Array.from({ length: 26 }, (_, at) => ({ ...option, name: `o${at}` })) }],
    '0.options BASE_TYPE_BAD_LENGTH',
  ],
  [
    'a subcommand beside a value',
    [{ ...command, options: [option, { type: 1, name: 'show', description: 'One' }] }],
    '0.options.1 APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
  ],
  [
    'choices that are completed',
    [{ ...command, options: [{ ...option, autocomplete: true, choices: [{ name: 'a', value: 'a' }] }] }],
    '0.options.0.autocomplete APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES_EXCLUSIVE',
  ],
];

test.each(wrongCommands)('commands with %s: the field is named, and the old ones stay', async (_what, body, field) => {
  const discord = await openDiscord({ judge: () => [] });
  const rest = restOf(discord);
  const path = Routes.applicationGuildCommands(discord.applicationId, guild);
  await rest.put(path, { body: [{ name: 'oncall', description: 'Who' }] });
  const no = await refusal(rest.put(path, { body }));
  expect(no).toMatchObject({ status: 400, code: 50035 });
  expect(no.fields).toContain(field);
  expect(await rest.get(path)).toMatchObject([{ name: 'oncall' }]);
});

test('a command that keeps its name keeps its id', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  const path = Routes.applicationGuildCommands(discord.applicationId, guild);
  await rest.put(path, { body: [command] });
  const [before] = discord.commands;
  await rest.put(path, { body: [{ ...command, description: 'All incidents' }] });
  expect(discord.commands).toMatchObject([{ id: before?.id, form: { description: 'All incidents' } }]);
  expect(discord.commands[0]?.version).not.toBe(before?.version);
});
