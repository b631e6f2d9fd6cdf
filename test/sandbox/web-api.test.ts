import { expect, test } from 'vitest';
import { openSandbox, refusal, webClient } from './clients.ts';

const text = (length: number) => 'x'.repeat(length);
const section = (said: string) => ({ type: 'section', text: { type: 'mrkdwn', text: said } });
const button = (fields: object) => ({ type: 'button', text: { type: 'plain_text', text: 'Go' }, ...fields });
const actions = (...elements: object[]) => ({ type: 'actions', elements });

const refused: [string, string, object, string][] = [
  ['an unknown method', 'chat.shout', {}, 'unknown_method'],
  ['an unknown argument', 'chat.postMessage', { channel: 'C0OPS', text: 'a', colour: 'red' }, 'invalid_arguments'],
  ['a missing argument', 'chat.postMessage', { text: 'a' }, 'invalid_arguments'],
  ['an unknown channel', 'chat.postMessage', { channel: 'C0NOWHERE', text: 'a' }, 'channel_not_found'],
  ['a channel without the bot', 'chat.postMessage', { channel: 'C0RANDOM', text: 'a' }, 'not_in_channel'],
  ['no words', 'chat.postMessage', { channel: 'C0OPS' }, 'no_text'],
  ['too many words', 'chat.postMessage', { channel: 'C0OPS', text: text(40_001) }, 'msg_too_long'],
  [
    'a thread of nothing',
    'chat.postMessage',
    { channel: 'C0OPS', text: 'a', thread_ts: '1.000100' },
    'thread_not_found',
  ],
  ['blocks that are no list', 'chat.postMessage', { channel: 'C0OPS', blocks: '{' }, 'invalid_blocks_format'],
  ['an edit of nothing', 'chat.update', { channel: 'C0OPS', ts: '1.000100', text: 'a' }, 'message_not_found'],
  ['a stranger', 'chat.postEphemeral', { channel: 'C0OPS', user: 'U0X', text: 'a' }, 'user_not_found'],
  ['a DM with a stranger', 'conversations.open', { users: 'U0X' }, 'user_not_found'],
  ['a DM with nobody', 'conversations.open', {}, 'users_list_not_supplied'],
  ['an unknown person', 'users.info', { user: 'U0X' }, 'user_not_found'],
  ['an unknown user group', 'usergroups.users.list', { usergroup: 'S0X' }, 'no_such_subteam'],
  ['no user group at all', 'usergroups.users.list', {}, 'invalid_arguments'],
  ['an unknown address', 'users.lookupByEmail', { email: 'x@example.com' }, 'users_not_found'],
  ['the app token where a bot speaks', 'apps.connections.open', {}, 'not_allowed_token_type'],
];

test.each(refused)('%s is refused', async (_what, method, args, error) => {
  const web = webClient(await openSandbox());
  expect(await refusal(web.apiCall(method, { ...args }))).toMatchObject({ ok: false, error });
});

const wrongBlocks: [string, object[], string][] = [
  [
    '51 blocks',
    Array.from({ length: 51 }, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  ['a long section', [section(text(3001))], 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
  ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['an empty section', [{ type: 'section' }], 'missing required field: text or fields [json-pointer:/blocks/0]'],
  ['a header without text', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'a long header',
    [{ type: 'header', text: { type: 'plain_text', text: text(151) } }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['an unknown block', [{ type: 'poem' }], 'unsupported type: poem [json-pointer:/blocks/0/type]'],
  [
    'an unknown field',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    '11 fields',
    [{ type: 'section', fields: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'a' })) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    '11 context elements',
    [{ type: 'context', elements: Array.from({ length: 11 }, () => ({ type: 'mrkdwn', text: 'a' })) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '26 buttons',
    [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `a${at}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'the same action twice',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    'already exists for another element [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'the same block id twice',
    [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ],
    'already exists for another block [json-pointer:/blocks/1/block_id]',
  ],
  [
    'a long button',
    [actions({ type: 'button', text: { type: 'plain_text', text: text(76) } })],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a long value',
    [actions(button({ value: text(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'a long address',
    [actions(button({ url: text(3001) }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'a long action id',
    [actions(button({ action_id: text(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
];

test.each(wrongBlocks)('%s: the block is named', async (_what, blocks, message) => {
  const web = webClient(await openSandbox());
  const answer = await refusal(web.apiCall('chat.postMessage', { channel: 'C0OPS', text: 'a', blocks }));
  expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
  expect(JSON.stringify(answer.response_metadata)).toContain(JSON.stringify(message).slice(1, -1));
});

test('a wrong token, no token and a missing scope are told apart', async () => {
  const sandbox = await openSandbox();
  expect(await refusal(webClient(sandbox, 'xoxb-wrong').auth.test())).toMatchObject({ error: 'invalid_auth' });
  expect(await refusal(webClient(sandbox, '').auth.test())).toMatchObject({ error: 'not_authed' });
  const web = webClient(sandbox);
  const dm = await web.conversations.open({ users: 'U0ADA' });
  const asked = web.conversations.info({ channel: dm.channel?.id ?? '' });
  expect(await refusal(asked)).toMatchObject({
    error: 'missing_scope',
    needed: 'im:read',
    provided: expect.stringContaining('chat:write'),
  });
});

test('an unknown argument is named', async () => {
  const web = webClient(await openSandbox());
  const answer = await refusal(web.apiCall('auth.test', { colour: 'red' }));
  expect(answer.response_metadata).toMatchObject({ messages: ['[ERROR] unknown argument: colour'] });
});

test('a message is posted, edited without its blocks, and answered in a thread', async () => {
  const sandbox = await openSandbox();
  const web = webClient(sandbox);
  const posted = await web.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [section('*a*')] });
  expect(posted.ts).toMatch(/^\d{10}\.\d{6}$/);
  expect(posted.message).toMatchObject({ user: 'U0REVEILLE', bot_id: 'B0REVEILLE', blocks: [{ type: 'section' }] });
  const ts = posted.ts ?? '';
  await web.chat.postMessage({ channel: 'C0OPS', text: 'reply', thread_ts: ts });
  const edited = await web.chat.update({ channel: 'C0OPS', ts, text: 'b' });
  expect(edited).toMatchObject({ channel: 'C0OPS', ts, text: 'b' });
  expect(sandbox.world.messages).toMatchObject([
    { ts, text: 'b', blocks: [], threadTs: null, edited: { by: 'U0REVEILLE' } },
    { text: 'reply', threadTs: ts, edited: null },
  ]);
});

test('a direct message belongs to one person, and a user id leads to it', async () => {
  const sandbox = await openSandbox();
  const web = webClient(sandbox);
  const opened = await web.conversations.open({ users: 'U0BO' });
  expect(await web.conversations.open({ users: 'U0BO' })).toMatchObject({
    already_open: true,
    channel: opened.channel,
  });
  expect(await web.chat.postMessage({ channel: 'U0BO', text: 'a' })).toMatchObject({ channel: opened.channel?.id });
  expect(sandbox.world.channels.at(-1)).toMatchObject({ dmWith: 'U0BO' });
});

test('people are known by id and by address, with their zone', async () => {
  const web = webClient(await openSandbox());
  expect(await web.users.info({ user: 'U0BO' })).toMatchObject({ user: { tz: 'America/Chicago', is_bot: false } });
  expect(await web.users.lookupByEmail({ email: 'ada@example.com' })).toMatchObject({ user: { id: 'U0ADA' } });
});

test('an address is left out where the scope for it is missing, and without the other nobody is told of', async () => {
  const unread = webClient(await openSandbox({ withoutScopes: ['users:read.email'] }));
  expect((await unread.users.info({ user: 'U0BO' })).user?.profile).toMatchObject({ real_name: 'Bo Diddley' });
  expect((await unread.users.info({ user: 'U0BO' })).user?.profile).not.toHaveProperty('email');
  const unseen = webClient(await openSandbox({ withoutScopes: ['users:read'] }));
  const error = { error: 'missing_scope', needed: 'users:read' };
  expect(await refusal(unseen.users.info({ user: 'U0BO' }))).toMatchObject(error);
});

test('a user group tells its people, one without people an empty list, and without the scope nobody is told of', async () => {
  const web = webClient(await openSandbox());
  expect(await web.usergroups.users.list({ usergroup: 'S0ONCALL' })).toMatchObject({ users: ['U0ADA', 'U0CY'] });
  expect(await web.usergroups.users.list({ usergroup: 'S0RESTING' })).toMatchObject({ users: [] });
  const unseen = webClient(await openSandbox({ withoutScopes: ['usergroups:read'] }));
  const error = { error: 'missing_scope', needed: 'usergroups:read' };
  expect(await refusal(unseen.usergroups.users.list({ usergroup: 'S0ONCALL' }))).toMatchObject(error);
});

test('calls are recorded without the token', async () => {
  const sandbox = await openSandbox();
  const web = webClient(sandbox);
  await web.chat.postMessage({ channel: 'C0OPS', text: 'a', token: sandbox.slack.botToken });
  await refusal(web.chat.postMessage({ channel: 'C0RANDOM', text: 'b' }));
  expect(sandbox.calls).toMatchObject([
    { method: 'chat.postMessage', args: { channel: 'C0OPS', text: 'a' }, ok: true },
    { method: 'chat.postMessage', ok: false, error: 'not_in_channel' },
  ]);
  expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.slack.botToken);
});
