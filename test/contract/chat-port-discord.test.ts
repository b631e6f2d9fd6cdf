import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHealth, type Health } from '../../adapters/discord/health.ts';
import { createDiscordPort } from '../../adapters/discord/port.ts';
import { createCallers } from '../../adapters/discord/web.ts';
import type { Message } from '../../src/chat/card.ts';
import type { ChatPort, Outcome } from '../../src/chat/port.ts';
import { type DiscordStub, discordStub, inTurn, json, type Reply, refusal } from '../support/discord-stub.ts';
import { type StrictLog, strictLog } from '../support/log.ts';
import { chatPortContract } from './chat-port.ts';

const now = 1_767_580_200_000;
const channel = '200000000000000001';
const forum = '200000000000000002';
const ada = '100000000000000001';
const bo = '100000000000000002';
const role = '600000000000000001';
const words: Message = { words: { lines: [['hello']] } };
const hints = { title: '#142 CPU' };
const nobody = { parse: [], users: [] };
const said = { content: 'hello', embeds: [], components: [], allowed_mentions: nobody };

function portTo(apiUrl: string, log: StrictLog, timeout = 2000): { port: ChatPort; health: Health } {
  const clock = () => now;
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const { bot: call } = createCallers({ apiUrl, token: 'bot-token', timeout }, new AbortController().signal);
  const isForum = (id: string) => id === forum;
  return {
    port: createDiscordPort({ call, health, workspace: () => '300000000000000001', isForum, clock, log }),
    health,
  };
}

const roleAnswer = (id: string): Reply => {
  if (id === role) return json(200, { id });
  return /^\d+$/.test(id) ? refusal(404, 10011) : refusal(400, 50035, { role_id: { _errors: [] } });
};
const memberAnswer = (id: string): Reply =>
  id === ada || id === bo ? json(200, { roles: id === ada ? [role] : [] }) : refusal(404, 10013);

chatPortContract('Discord', async () => {
  const stub = await discordStub();
  const messages = new Set<string>();
  const threads = new Set<string>();
  let last = 400_000_000_000_000_000n;
  let ill: Reply | null = null;
  stub.reply = (response, asked) => {
    const [, , place = '', kind, id = '', part] = asked.url.split('/');
    const answer = (reply: Reply): void => reply(response, asked);
    if (ill !== null) return answer(ill);
    if (kind === 'roles') return answer(roleAnswer(id));
    if (kind === 'members') return answer(memberAnswer(id));
    if (asked.url === '/users/@me/channels') {
      return answer(asked.body.recipient_id === ada ? json(200, { id: '500000000000000001' }) : refusal(404, 10013));
    }
    const there = [channel, '500000000000000001', ...threads].includes(place);
    if (!there) return answer(refusal(404, 10003));
    if (part === 'threads') {
      if (!messages.has(id)) return answer(refusal(404, 10008));
      threads.add(id);
      return answer(json(201, { id }));
    }
    if (asked.method === 'PATCH') return answer(messages.has(id) ? json(200, { id }) : refusal(404, 10008));
    last += 1n;
    messages.add(String(last));
    return answer(json(200, { id: String(last) }));
  };
  const { port } = portTo(stub.apiUrl, strictLog());
  return {
    port,
    channel,
    person: ada,
    outsider: bo,
    group: role,
    nowhere: {
      channel: '200000000000000009',
      message: '400000000000000009',
      person: '100000000000000009',
      group: '600000000000000009',
    },
    knowsQuietHours: false,
    ails: (how) => {
      ill = how === 'failing' ? json(500, {}) : json(429, {}, { 'retry-after': '30' });
    },
    close: () => stub.close(),
  };
});

describe('every answer of Discord is an outcome', () => {
  let stub: DiscordStub;
  let log: StrictLog;
  beforeEach(async () => {
    stub = await discordStub();
    log = strictLog();
  });
  afterEach(() => stub.close());

  const acts: Record<string, (port: ChatPort) => Promise<Outcome<unknown>>> = {
    post: (port) => port.post(channel, words, hints),
    edit: (port) => port.edit(channel, '4', words),
    'open-dm': (port) => port.openDm(ada),
  };
  async function outcome(act: string, answer: Reply, timeout?: number): Promise<Outcome<unknown>> {
    stub.reply = answer;
    return await (acts[act] ?? (() => Promise.reject(new Error(act))))(portTo(stub.apiUrl, log, timeout).port);
  }
  const requests = () => stub.asked.map(({ method, url, body }) => [method, url, body]);

  test('what is sent', async () => {
    stub.reply = json(200, { id: '4' });
    const { port } = portTo(stub.apiUrl, log);
    expect(await port.post(channel, words, { ...hints, once: 'mir_1:0' })).toEqual({
      kind: 'done',
      value: { message: '4' },
    });
    expect(await port.edit(channel, '4', words)).toEqual({ kind: 'done', value: null });
    expect(await port.openDm(ada)).toEqual({ kind: 'done', value: { channel: '4' } });
    const once = { nonce: expect.stringMatching(/^[\w-]{25}$/), enforce_nonce: true };
    expect(requests()).toEqual([
      ['POST', `/channels/${channel}/messages`, { ...said, ...once }],
      ['PATCH', `/channels/${channel}/messages/4`, said],
      ['POST', '/users/@me/channels', { recipient_id: ada }],
    ]);
    expect(stub.asked[0]?.authorization).toBe('Bot bot-token');
    log.expectQuiet();
  });

  test('the same message is sent with the same nonce, another one with another', async () => {
    stub.reply = json(200, { id: '4' });
    const { port } = portTo(stub.apiUrl, log);
    for (const once of ['a', 'a', 'b']) await port.post(channel, words, { ...hints, once });
    await port.post(channel, words, hints);
    const [first, again, other, none] = stub.asked.map(({ body }) => body.nonce);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(none).toBeUndefined();
  });

  describe('threads', () => {
    const under = (port: ChatPort, title = '#142 CPU') => port.post(channel, words, { title }, '4');

    test('the first lines start the thread, by the name of the incident', async () => {
      stub.reply = inTurn(refusal(404, 10003), json(201, { id: '4' }), json(200, { id: '5' }));
      const title = `#142 ${'x'.repeat(200)}`;
      expect(await under(portTo(stub.apiUrl, log).port, title)).toEqual({ kind: 'done', value: { message: '5' } });
      expect(requests()).toEqual([
        ['POST', '/channels/4/messages', said],
        [
          'POST',
          `/channels/${channel}/messages/4/threads`,
          { name: expect.stringMatching(/^#142 x{94}…$/), auto_archive_duration: 1440 },
        ],
        ['POST', '/channels/4/messages', said],
      ]);
    });

    test('later lines go straight there', async () => {
      stub.reply = json(200, { id: '6' });
      expect(await under(portTo(stub.apiUrl, log).port)).toMatchObject({ kind: 'done' });
      expect(stub.asked.map(({ url }) => url)).toEqual(['/channels/4/messages']);
    });

    test('one that another attempt has started is used', async () => {
      stub.reply = inTurn(refusal(404, 10003), refusal(400, 160004), json(200, { id: '5' }));
      expect(await under(portTo(stub.apiUrl, log).port)).toEqual({ kind: 'done', value: { message: '5' } });
    });

    test('one that is archived is opened again; one that is locked is not ours to open', async () => {
      stub.reply = inTurn(refusal(400, 50083), json(200, { id: '4' }), json(200, { id: '5' }));
      expect(await under(portTo(stub.apiUrl, log).port)).toEqual({ kind: 'done', value: { message: '5' } });
      expect(requests()[1]).toEqual(['PATCH', '/channels/4', { archived: false }]);
      const locked = expect.stringMatching(/locked/);
      stub.reply = refusal(403, 160005);
      expect(await under(portTo(stub.apiUrl, log).port)).toEqual({ kind: 'gone', what: 'message', reason: locked });
    });

    test('in a conversation with one person the lines are a reply', async () => {
      stub.reply = inTurn(refusal(404, 10003), refusal(400, 50024), json(200, { id: '5' }));
      expect(await under(portTo(stub.apiUrl, log).port)).toEqual({ kind: 'done', value: { message: '5' } });
      const reply = { message_reference: { message_id: '4', fail_if_not_exists: false } };
      expect(requests()[2]).toEqual(['POST', `/channels/${channel}/messages`, { ...said, ...reply }]);
    });

    test.each([
      ['message', 10008],
      ['channel', 10003],
    ])('under a %s that is gone', async (what, code) => {
      stub.reply = inTurn(refusal(404, 10003), refusal(404, code));
      expect(await under(portTo(stub.apiUrl, log).port)).toMatchObject({ kind: 'gone', what });
    });
  });

  test('in a forum a card is a post: named as it is told to be, edited and told about in itself', async () => {
    const { port } = portTo(stub.apiUrl, log);
    const condition = 'triggered' as const;
    const card = { condition, lock: '#142 Web shop: CPU', head: ['🔴 #142'], aside: '', lines: [], buttons: [] };
    stub.reply = json(201, { id: '7' });
    expect(await port.post(forum, { card }, { title: '#142 CPU' })).toEqual({ kind: 'done', value: { message: '7' } });
    expect(await port.edit(forum, '7', words)).toEqual({ kind: 'done', value: null });
    expect(await port.post(forum, words, hints, '7')).toMatchObject({ kind: 'done' });
    expect(stub.asked.map(({ method, url, body }) => [method, url, body.name])).toEqual([
      ['POST', `/channels/${forum}/threads`, '#142 CPU'],
      ['PATCH', '/channels/7/messages/7', undefined],
      ['POST', '/channels/7/messages', undefined],
    ]);
    expect(stub.asked[0]?.body.message).toMatchObject({ content: '#142 Web shop: CPU' });
  });

  test.each<[act: 'post' | 'edit' | 'open-dm', scope: string]>([
    ['post', `post:${channel}`],
    ['edit', `edit:${channel}`],
    ['open-dm', 'open-dm'],
  ])('429 on %s: later, for %s, asked once', async (act, scope) => {
    const slow = json(429, { message: 'slow', retry_after: 7.5, global: false }, { 'retry-after': '7.5' });
    const later = await outcome(act, slow);
    expect(later).toMatchObject({ kind: 'later', scope });
    if (later.kind === 'later') expect(later.at - now).toBeGreaterThanOrEqual(7500);
    if (later.kind === 'later') expect(later.at - now).toBeLessThan(8000);
    expect(stub.asked).toHaveLength(1);
    expect(portTo(stub.apiUrl, log).port.scopes(act, channel)).toContain(scope);
  });

  test('a rate limit for everything, one that does not say for how long, and one that holds up nothing else', async () => {
    const everything = { 'retry-after': '3', 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' };
    expect(await outcome('post', json(429, {}, everything))).toMatchObject({ kind: 'later', scope: 'everything' });
    const unsaid = await outcome('post', (response) => response.writeHead(429).end('<html>'));
    expect(unsaid.kind === 'later' && unsaid.at - now).toBeGreaterThanOrEqual(30_000);
    const { port } = portTo(stub.apiUrl, log);
    stub.reply = json(429, {}, { 'retry-after': '60' });
    expect(await port.post(channel, words, hints)).toMatchObject({ kind: 'later' });
    stub.reply = json(200, { id: '4' });
    expect(await port.post('200000000000000003', words, hints)).toMatchObject({ kind: 'done' });
  });

  test.each<[act: string, status: number, code: number, what: string, reason: RegExp]>([
    ['edit', 404, 10008, 'message', /not there any more/],
    ['edit', 403, 50005, 'message', /cannot be changed/],
    ['post', 404, 10003, 'channel', /not there/],
    ['post', 403, 50001, 'channel', /cannot see.*View Channel/],
    ['post', 403, 50013, 'channel', /may not write.*Send Messages/],
    ['post', 400, 50008, 'channel', /text channel or a forum/],
    ['post', 400, 40067, 'channel', /tag/],
    ['post', 403, 50007, 'person', /no direct messages/],
    ['open-dm', 404, 10013, 'person', /no such person/],
    ['open-dm', 403, 50278, 'person', /no server/],
  ])('%s %i %i: %s gone', async (act, status, code, what, reason) => {
    const gone = { kind: 'gone', what, reason: expect.stringMatching(reason) };
    expect(await outcome(act, refusal(status, code))).toEqual(gone);
  });

  test.each([
    ['post', 'channel_id', 'channel'],
    ['edit', 'message_id', 'message'],
    ['open-dm', 'recipient_id', 'person'],
  ])('%s with an id of the wrong form in %s: %s gone', async (act, field, what) => {
    const errors = { [field]: { _errors: [{ code: 'NUMBER_TYPE_COERCE', message: 'not a snowflake' }] } };
    expect(await outcome(act, refusal(400, 50035, errors))).toMatchObject({ kind: 'gone', what });
  });

  test.each<[status: number, code: number, reason: RegExp]>([
    [401, 0, /DISCORD_TOKEN/],
    [403, 40001, /DISCORD_TOKEN/],
    [400, 50035, /words for 50035.*content.*BASE_TYPE_MAX_LENGTH/],
    [400, 200000, /AutoMod/],
    [400, 999_999, /999999/],
  ])('%i %i: refused', async (status, code, reason) => {
    const errors = code === 50035 ? { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } : undefined;
    expect(await outcome('post', refusal(status, code, errors))).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(reason),
    });
  });

  test.each<[name: string, answer: Reply, reason: RegExp]>([
    ['500', json(500, { message: 'oops' }), /HTTP 500/],
    ['503 with a page', (response) => response.writeHead(503).end('<html>'), /HTTP 503/],
    ["somebody else's 403", (response) => response.writeHead(403).end('<html>'), /speak like Discord/],
    ["somebody else's page", (response) => response.end('<html>sign in to the Wi-Fi</html>'), /without saying/],
    ['an answer without a message', json(200, {}), /without saying/],
    ['a dropped connection', (response) => response.destroy(), /could not be reached/],
  ])('%s: broken, tried once', async (_name, answer, reason) => {
    expect(await outcome('post', answer)).toEqual({ kind: 'broken', reason: expect.stringMatching(reason) });
    expect(stub.asked).toHaveLength(1);
  });

  test.each<[name: string, answer: Reply]>([
    ['before the head', () => {}],
    ['in the middle of the body', (response) => void response.writeHead(200).write('{"id":')],
  ])('silence %s: broken, in time', async (_name, answer) => {
    expect(await outcome('post', answer, 100)).toEqual({ kind: 'broken', reason: expect.stringMatching(/in time/) });
  });

  test('nobody there: broken', async () => {
    stub.server.close();
    stub.server.closeAllConnections();
    expect(await outcome('post', () => {})).toEqual({ kind: 'broken', reason: expect.stringMatching(/ECONNREFUSED/) });
  });

  test('a message that cannot be drawn: refused, and the log says why', async () => {
    const { port } = portTo(stub.apiUrl, log);
    expect(await port.post(channel, { words: { lines: [[{ time: Number.NaN }]] } }, hints)).toMatchObject({
      kind: 'refused',
    });
    expect(log.complaints).toMatchObject([{ level: 'error', message: 'a message could not be drawn for Discord' }]);
  });

  test('a token that is reset while we run is said once in the log, and forgotten when it works again', async () => {
    const { port, health } = portTo(stub.apiUrl, log);
    health.up();
    stub.reply = json(401, { message: '401: Unauthorized', code: 0 });
    await port.post(channel, words, hints);
    await port.post(channel, words, hints);
    expect(port.trouble()).toMatch(/DISCORD_TOKEN/);
    expect(log.complaints.map(({ level }) => level)).toEqual(['error']);
    stub.reply = json(200, { id: '4' });
    expect(await port.post(channel, words, hints)).toMatchObject({ kind: 'done' });
    expect(port.trouble()).toBeNull();
  });
});
