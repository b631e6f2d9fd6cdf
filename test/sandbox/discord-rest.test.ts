import { Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { ada, bo, forum, openDiscord, ops, random, refusal, restOf } from './discord-clients.ts';

const text = (length: number) => 'x'.repeat(length);
const button = (fields: object = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...fields });
const row = (...components: object[]) => ({ type: 1, components });
const menu = (fields: object = {}) => ({
  type: 3,
  custom_id: 'menu',
  options: [{ label: 'One', value: '1' }],
  ...fields,
});
const many = (count: number, make: (at: number) => object) => Array.from({ length: count }, (_, at) => make(at));

const wrongMessages: [what: string, body: object, field: string][] = [
  ['2001 characters', { content: text(2001) }, 'content BASE_TYPE_MAX_LENGTH'],
  ['an unknown field', { content: 'a', colour: 'red' }, 'colour UNKNOWN_FIELD'],
  ['6 rows', { components: many(6, (at) => row(button({ custom_id: `${at}` }))) }, 'components BASE_TYPE_BAD_LENGTH'],
  [
    '6 buttons in a row',
    { components: [row(...many(6, (at) => button({ custom_id: `${at}` })))] },
    'components.0.components BASE_TYPE_BAD_LENGTH',
  ],
  [
    'a button without an id',
    { components: [row({ type: 2, style: 1, label: 'a' })] },
    'components.0.components.0.custom_id BASE_TYPE_REQUIRED',
  ],
  [
    'a button without words',
    { components: [row({ type: 2, style: 1, custom_id: 'a' })] },
    'components.0.components.0 BUTTON_COMPONENT_INVALID_LABEL_AND_EMOJI',
  ],
  [
    'a long id',
    { components: [row(button({ custom_id: text(101) }))] },
    'components.0.components.0.custom_id BASE_TYPE_MAX_LENGTH',
  ],
  [
    'a long label',
    { components: [row(button({ label: text(81) }))] },
    'components.0.components.0.label BASE_TYPE_MAX_LENGTH',
  ],
  [
    'an id used twice',
    { components: [row(button()), row(button())] },
    'components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED',
  ],
  [
    'a select beside a button',
    { components: [row(button(), menu())] },
    'components.0.components.1 COMPONENT_LAYOUT_WIDTH_EXCEEDED',
  ],
  [
    '26 options',
    { components: [row(menu({ options: many(26, (at) => ({ label: 'a', value: `${at}` })) }))] },
    'components.0.components.0.options BASE_TYPE_BAD_LENGTH',
  ],
  ['an unknown component', { components: [{ type: 99 }] }, 'components.0.type BASE_TYPE_CHOICES'],
  ['a long title', { embeds: [{ title: text(257) }] }, 'embeds.0.title BASE_TYPE_MAX_LENGTH'],
  [
    'an empty field',
    { embeds: [{ title: 'a', fields: [{ name: '', value: 'a' }] }] },
    'embeds.0.fields.0.name BASE_TYPE_REQUIRED',
  ],
  ['an empty embed', { embeds: [{}] }, 'embeds.0.description BASE_TYPE_REQUIRED'],
  [
    '6001 characters in embeds',
    { embeds: [{ description: text(4000) }, { description: text(2001) }] },
    'embeds MAX_EMBED_SIZE_EXCEEDED',
  ],
  [
    'mentions that exclude each other',
    { content: 'a', allowed_mentions: { parse: ['users'], users: [ada] } },
    'allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
  ],
  ['a flag that is not the app’s', { content: 'a', flags: 64 }, 'flags MESSAGE_FLAGS_INVALID'],
];

test.each(wrongMessages)('a message with %s: the field is named', async (_what, body, field) => {
  // Its own rules alone: what the published description finds as well would hide them.
  const discord = await openDiscord({ judge: () => [] });
  const no = await refusal(restOf(discord).post(Routes.channelMessages(ops), { body }));
  expect(no).toMatchObject({ status: 400, code: 50035 });
  expect(no.fields).toContain(field);
  expect(discord.world.messages).toEqual([]);
});

const none = '1100000000000009999';
const refused: [what: string, verb: 'get' | 'post' | 'patch', path: `/${string}`, body: object, number[]][] = [
  ['an unknown route', 'get', '/poems', {}, [404, 0]],
  ['an unknown verb', 'patch', '/gateway/bot', {}, [405, 0]],
  ['an unknown channel', 'post', Routes.channelMessages(none), { content: 'a' }, [404, 10003]],
  ['an unknown message', 'patch', Routes.channelMessage(ops, none), { content: 'a' }, [404, 10008]],
  ['a channel that the bot does not see', 'post', Routes.channelMessages(random), { content: 'a' }, [403, 50001]],
  ['an empty message', 'post', Routes.channelMessages(ops), {}, [400, 50006]],
  ['words in a forum', 'post', Routes.channelMessages(forum), { content: 'a' }, [400, 50008]],
  ['a DM with a stranger', 'post', Routes.userChannels(), { recipient_id: none }, [404, 10013]],
  ['another server', 'get', Routes.guild(none), {}, [404, 10004]],
  ['a stranger', 'get', Routes.guildMember('1100000000000000001', none), {}, [404, 10013]],
  ['an unknown role', 'get', Routes.guildRole('1100000000000000001', none), {}, [404, 10011]],
  ['a role by its name', 'get', Routes.guildRole('1100000000000000001', 'oncall'), {}, [400, 50035]],
  ['all members', 'get', Routes.guildMembers('1100000000000000001'), {}, [403, 50001]],
];

test.each(refused)('%s is refused', async (_what, verb, path, body, [status, code]) => {
  const rest = restOf(await openDiscord());
  const call = verb === 'get' ? rest.get(path) : rest[verb](path, { body });
  expect(await refusal(call)).toMatchObject({ status, code });
});

test('a wrong token is refused', async () => {
  const rest = restOf(await openDiscord(), 'wrong');
  expect(await refusal(rest.get(Routes.user()))).toMatchObject({ status: 401, code: 0 });
});

test('a nonce that is enforced gives the same message for five minutes, and in its channel only', async () => {
  let at = Date.now();
  const discord = await openDiscord({ now: () => at });
  const rest = restOf(discord);
  const body = { content: 'a', nonce: 'page-1', enforce_nonce: true };
  const first = await rest.post(Routes.channelMessages(ops), { body });
  expect(await rest.post(Routes.channelMessages(ops), { body: { ...body, content: 'b' } })).toEqual(first);
  expect(discord.world.messages).toMatchObject([{ content: 'a', nonce: 'page-1' }]);
  await rest.post(Routes.channelMessages(ops), { body: { content: 'c', nonce: 'page-1' } });
  expect(discord.world.messages).toHaveLength(2);
  at += 6 * 60_000;
  await rest.post(Routes.channelMessages(ops), { body });
  expect(discord.world.messages).toHaveLength(3);
});

test('only those are mentioned who are allowed to be', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  const content = `<@${ada}> <@${bo}> <@&1100000000000000201> @everyone`;
  const post = async (allowed?: object) =>
    await rest.post(Routes.channelMessages(ops), { body: { content, ...(allowed && { allowed_mentions: allowed }) } });
  const mentioned = {
    mention_everyone: false,
    mentions: [{ id: ada }, { id: bo }],
    mention_roles: ['1100000000000000201'],
  };
  expect(await post()).toMatchObject(mentioned);
  expect(await post({ parse: [] })).toMatchObject({ mentions: [], mention_roles: [] });
  expect(await post({ users: [bo] })).toMatchObject({ mentions: [{ id: bo }], mention_roles: [] });
});

test('a message is edited in part, and only by its author', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  const body = { content: 'a', components: [row(button())] };
  await rest.post(Routes.channelMessages(ops), { body });
  const id = discord.world.messages[0]?.id ?? '';
  expect(await rest.patch(Routes.channelMessage(ops, id), { body: { content: 'b' } })).toMatchObject({
    content: 'b',
    components: [{ id: 1, components: [{ id: 2, custom_id: 'go' }] }],
    edited_timestamp: expect.any(String),
  });
  const emptied = rest.patch(Routes.channelMessage(ops, id), { body: { content: null, components: [] } });
  expect(await refusal(emptied)).toMatchObject({ code: 50006 });
  const foreign = discord.say({ person: ada, channel: ops, content: 'hello' });
  const edit = rest.patch(Routes.channelMessage(ops, foreign.id), { body: { content: 'b' } });
  expect(await refusal(edit)).toMatchObject({ status: 403, code: 50005 });
  await rest.delete(Routes.channelMessage(ops, id));
  expect(await refusal(rest.get(Routes.channelMessage(ops, id)))).toMatchObject({ code: 10008 });
});

test('every answer tells its bucket, and what is left of it', async () => {
  const discord = await openDiscord();
  const answer = await fetch(`${discord.api}/v10/channels/${ops}`, {
    headers: { authorization: `Bot ${discord.botToken}` },
  });
  expect(Number(answer.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
  expect(answer.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
});

test('a direct message: refused by the person, or not', async () => {
  const discord = await openDiscord();
  const rest = restOf(discord);
  await rest.post(Routes.userChannels(), { body: { recipient_id: ada } });
  const dm = discord.world.channels.at(-1)?.id ?? '';
  expect(await rest.post(Routes.userChannels(), { body: { recipient_id: ada } })).toMatchObject({ id: dm, type: 1 });
  await rest.post(Routes.channelMessages(dm), { body: { content: 'a' } });
  discord.setRefusesDms(ada, true);
  const call = rest.post(Routes.channelMessages(dm), { body: { content: 'b' } });
  expect(await refusal(call)).toMatchObject({ status: 403, code: 50007 });
});
