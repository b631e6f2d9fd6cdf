import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createHealth, type Health } from '../../adapters/slack/health.ts';
import { bridgeLog } from '../../adapters/slack/log-bridge.ts';
import { createSlackPort } from '../../adapters/slack/port.ts';
import { webOptions } from '../../adapters/slack/web.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Message } from '../../src/chat/card.ts';
import type { ChatPort, Outcome } from '../../src/chat/port.ts';
import { type StrictLog, strictLog } from '../support/log.ts';
import { chatPortContract } from './chat-port.ts';

const now = 1_767_580_200_000;
const words: Message = { words: { lines: [['hello']] } };
const hints = { title: '#142 CPU' };

function portTo(
  apiUrl: string,
  log: StrictLog,
  timeout = 2000,
  token = 'xoxb-test',
): { port: ChatPort; health: Health } {
  const clock = () => now;
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const wire = { apiUrl, logger: bridgeLog(strictLog()), timeout };
  const client = new WebClient(token, webOptions(wire, new AbortController().signal));
  return { port: createSlackPort({ workspace: () => 'T0ACME', client, health, clock, log }), health };
}

chatPortContract('Slack', async () => {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  const { apiUrl, botToken } = sandbox.slack;
  const log = strictLog();
  const wire = { apiUrl, logger: bridgeLog(log), timeout: 2000 };
  const client = new WebClient(botToken, webOptions(wire, new AbortController().signal));
  const health = createHealth({ host: new URL(apiUrl).host, clock: Date.now, log });
  return {
    port: createSlackPort({ workspace: () => 'T0SANDBOX', client, health, clock: Date.now, log }),
    channel: 'C0OPS',
    person: 'U0ADA',
    email: 'ada@example.com',
    outsider: 'U0BO',
    group: 'S0ONCALL',
    nowhere: { channel: 'C0NOWHERE', message: '1700000000.000001', person: 'U0NOBODY', group: 'S0NOWHERE' },
    ails: (how) =>
      sandbox.faults.begin(
        how === 'failing'
          ? { kind: 'server-error', lasts: 'until-ended' }
          : { kind: 'rate-limit', retryAfterS: 30, lasts: 'until-ended' },
      ),
    close: () => sandbox.close(),
  };
});

test('an app that was installed without an optional scope is told what it lacks, and nothing else stops', async () => {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, withoutScopes: ['usergroups:read'] });
  onTestFinished(() => sandbox.close());
  const log = strictLog();
  const { port, health } = portTo(sandbox.slack.apiUrl, log, 2000, sandbox.slack.botToken);
  health.socket(0, true);
  const reason = expect.stringMatching(/lacks the scope usergroups:read.*manifest\.yml, and allow.*optional/);
  expect(await port.membersOf('S0ONCALL', ['U0ADA'])).toEqual({ kind: 'refused', reason });
  expect(await port.openDm('U0ADA')).toMatchObject({ kind: 'done' });
  expect(port.trouble()).toBeNull();
  log.expectQuiet();
});

describe('every answer of Slack is an outcome', () => {
  type Reply = (response: ServerResponse, request: IncomingMessage) => void;
  let reply: Reply;
  let asked: { url: string; body: URLSearchParams; authorization: string | undefined }[];
  let server: Server;
  let apiUrl: string;
  let log: StrictLog;

  beforeEach(async () => {
    asked = [];
    log = strictLog();
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = new URLSearchParams(Buffer.concat(parts).toString());
        asked.push({ url: request.url ?? '', body, authorization: request.headers.authorization });
        reply(response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    apiUrl = `http://127.0.0.1:${address.port}/api/`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => {
    return (response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
  };
  const acts: Record<string, (port: ChatPort) => Promise<Outcome<unknown>>> = {
    post: (port) => port.post('C1', words, hints),
    'post in a DM': (port) => port.post('D1', words, hints),
    edit: (port) => port.edit('C1', '1.2', words),
    'open-dm': (port) => port.openDm('U1'),
    'quiet-until': (port) => port.quietUntil('U1'),
    'look-up': (port) => port.lookUp('U1'),
    'members-of': (port) => port.membersOf('S1', ['U1', 'U2']),
  };
  async function outcome(act: string, answer: Reply, timeout?: number): Promise<Outcome<unknown>> {
    reply = answer;
    return await (acts[act] ?? (() => Promise.reject(new Error(act))))(portTo(apiUrl, log, timeout).port);
  }

  test('what is sent', async () => {
    reply = json(200, { ok: true, ts: '1.2', channel: { id: 'D1' } });
    const { port } = portTo(apiUrl, log);
    expect(await port.post('C1', words, hints, '1.1')).toEqual({ kind: 'done', value: { message: '1.2' } });
    expect(await port.edit('C1', '1.2', words)).toEqual({ kind: 'done', value: null });
    expect(await port.openDm('U1')).toEqual({ kind: 'done', value: { channel: 'D1' } });
    const blocks = '[{"type":"section","text":{"type":"mrkdwn","text":"hello","verbatim":true}}]';
    const quiet = { unfurl_links: 'false', unfurl_media: 'false' };
    expect(asked.map(({ url, body }) => [url, Object.fromEntries(body)])).toEqual([
      ['/api/chat.postMessage', { channel: 'C1', thread_ts: '1.1', text: 'hello', blocks, ...quiet }],
      ['/api/chat.update', { channel: 'C1', ts: '1.2', text: 'hello', blocks, parse: 'none' }],
      ['/api/conversations.open', { users: 'U1' }],
    ]);
    expect(asked[0]?.authorization).toBe('Bearer xoxb-test');
    log.expectQuiet();
  });

  test.each<[act: string, scope: string]>([
    ['post', 'chat.postMessage:C1'],
    ['edit', 'chat.update'],
    ['open-dm', 'conversations.open'],
    ['quiet-until', 'dnd.info'],
    ['look-up', 'users.info'],
    ['members-of', 'usergroups.users.list'],
  ])('429 on %s: later, for %s', async (act, scope) => {
    const slow = json(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '7' });
    expect(await outcome(act, slow)).toEqual({ kind: 'later', at: now + 7000, scope });
    expect(asked).toHaveLength(1);
    const { port } = portTo(apiUrl, log);
    const known = (['post', 'edit', 'open-dm', 'quiet-until', 'look-up', 'members-of'] as const).find(
      (each) => each === act,
    );
    expect(known === undefined ? [] : port.scopes(known, 'C1')).toContain(scope);
  });

  test('a rate limit of one channel does not hold up another', async () => {
    const { port } = portTo(apiUrl, log);
    reply = json(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '60' });
    expect(await port.post('C1', words, hints)).toMatchObject({ kind: 'later' });
    reply = json(200, { ok: true, ts: '1.2' });
    expect(await port.post('C2', words, hints)).toMatchObject({ kind: 'done' });
  });

  test.each<[name: string, answer: Reply, seconds: number]>([
    ['429 without Retry-After', json(429, { ok: false, error: 'ratelimited' }), 30],
    ['429 with Retry-After: 0', json(429, {}, { 'retry-after': '0' }), 1],
    ['a rate limit with status 200', json(200, { ok: false, error: 'ratelimited' }), 30],
    ['the same with Retry-After', json(200, { ok: false, error: 'rate_limited' }, { 'retry-after': '9' }), 9],
  ])('%s: later', async (_name, answer, seconds) => {
    expect(await outcome('edit', answer)).toEqual({ kind: 'later', at: now + seconds * 1000, scope: 'chat.update' });
  });

  test.each<[act: string, error: string, what: string, reason: RegExp]>([
    ['edit', 'message_not_found', 'message', /not there any more/],
    ['edit', 'cant_update_message', 'message', /cannot be changed/],
    ['edit', 'edit_window_closed', 'message', /cannot be changed/],
    ['post', 'thread_not_found', 'message', /not there any more/],
    ['post', 'not_in_channel', 'channel', /not in that channel.*\/invite @Reveille/],
    ['post', 'channel_not_found', 'channel', /cannot see.*\/invite @Reveille/],
    ['post in a DM', 'channel_not_found', 'channel', /conversation is closed/],
    ['post', 'is_archived', 'channel', /archived/],
    ['post', 'restricted_action', 'channel', /rules.*admin/],
    ['post', 'restricted_action_read_only_channel', 'channel', /rules.*admin/],
    ['edit', 'channel_not_found', 'channel', /cannot see/],
    ['open-dm', 'user_not_found', 'person', /no such person/],
    ['open-dm', 'user_disabled', 'person', /deactivated/],
    ['open-dm', 'cannot_dm_bot', 'person', /app/],
    ['open-dm', 'channel_not_found', 'person', /written to directly/],
    ['quiet-until', 'user_not_found', 'person', /no such person/],
    ['look-up', 'user_not_found', 'person', /no such person/],
    ['members-of', 'no_such_subteam', 'group', /no such user group/],
  ])('%s %s: %s gone', async (act, error, what, reason) => {
    expect(await outcome(act, json(200, { ok: false, error }))).toEqual({
      kind: 'gone',
      what,
      reason: expect.stringMatching(reason),
    });
  });

  test.each<[body: object, reason: RegExp]>([
    [{ error: 'invalid_auth' }, /SLACK_BOT_TOKEN.*invalid_auth/],
    [{ error: 'account_inactive' }, /SLACK_BOT_TOKEN/],
    [{ error: 'token_revoked' }, /SLACK_BOT_TOKEN/],
    [{ error: 'missing_scope', needed: 'chat:write' }, /lacks the scope chat:write/],
    [{ error: 'invalid_blocks', response_metadata: { messages: ['[ERROR] no more'] } }, /invalid_blocks.*no more/],
    [{ error: 'msg_too_long' }, /msg_too_long/],
    [{ error: 'constructor' }, /constructor/],
    [{ error: 'a_word_of_tomorrow' }, /a_word_of_tomorrow/],
  ])('%j: refused', async (body, reason) => {
    expect(await outcome('post', json(200, { ok: false, ...body }))).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(reason),
    });
  });

  test('an app that was installed before it asked for dnd:read is told what it lacks, and nothing else stops', async () => {
    const refused = json(200, { ok: false, error: 'missing_scope', needed: 'dnd:read', provided: 'chat:write' });
    const reason = expect.stringMatching(/lacks the scope dnd:read.*manifest\.yml/);
    expect(await outcome('quiet-until', refused)).toEqual({ kind: 'refused', reason });
    expect(log.complaints).toEqual([]);
  });

  test('a workspace whose plan has no user groups: refused, with why', async () => {
    const refused = json(200, { ok: false, error: 'plan_upgrade_required' });
    const reason = expect.stringMatching(/no user groups.*plan/);
    expect(await outcome('members-of', refused)).toEqual({ kind: 'refused', reason });
  });

  test('a group is asked for once, whoever is asked about', async () => {
    const value = { members: ['U2'] };
    expect(await outcome('members-of', json(200, { ok: true, users: ['U3', 'U2'] }))).toEqual({ kind: 'done', value });
    expect(asked.map(({ url, body }) => [url, Object.fromEntries(body)])).toEqual([
      ['/api/usergroups.users.list', { usergroup: 'S1' }],
    ]);
    expect(await outcome('members-of', json(200, { ok: true }))).toMatchObject({ kind: 'broken' });
  });

  test('quiet hours are read by our clock', async () => {
    const hours = { next_dnd_start_ts: now / 1000 - 60, next_dnd_end_ts: now / 1000 + 60 };
    const value = { until: now + 60_000 };
    expect(await outcome('quiet-until', json(200, { ok: true, dnd_enabled: true, ...hours }))).toEqual({
      kind: 'done',
      value,
    });
    expect(asked.map(({ url, body }) => [url, Object.fromEntries(body)])).toEqual([['/api/dnd.info', { user: 'U1' }]]);
  });

  test.each<[name: string, answer: Reply, reason: RegExp]>([
    ['500', json(500, { ok: false, error: 'internal_error' }), /HTTP 500/],
    ['503 with a page', (response) => response.writeHead(503).end('<html>'), /HTTP 503/],
    ['internal_error', json(200, { ok: false, error: 'internal_error' }), /internal_error/],
    ['a moving workspace', json(200, { ok: false, error: 'team_added_to_org' }), /moving/],
    ["somebody else's page", (response) => response.end('<html>sign in to the Wi-Fi</html>'), /speak like Slack/],
    ['an answer without ok', json(200, {}), /speak like Slack/],
    ['an answer without a message', json(200, { ok: true }), /without saying/],
    ['a dropped connection', (response) => response.destroy(), /could not be reached/],
    [
      'half an answer',
      (response) => void response.writeHead(200, { 'content-length': '99' }).write('{"ok"', () => response.destroy()),
      /could not be reached/,
    ],
  ])('%s: broken', async (_name, answer, reason) => {
    expect(await outcome('post', answer)).toEqual({ kind: 'broken', reason: expect.stringMatching(reason) });
    expect(asked).toHaveLength(1);
  });

  test.each<[name: string, answer: Reply]>([
    ['before the head', () => {}],
    ['in the middle of the body', (response) => void response.writeHead(200).write('{"ok":')],
  ])('silence %s: broken, in time', async (_name, answer) => {
    expect(await outcome('post', answer, 100)).toEqual({ kind: 'broken', reason: expect.stringMatching(/in time/) });
  });

  test('nobody there: broken', async () => {
    server.close();
    server.closeAllConnections();
    expect(await outcome('post', () => {})).toEqual({ kind: 'broken', reason: expect.stringMatching(/ECONNREFUSED/) });
  });

  test('a message that cannot be drawn: refused, and the log says why', async () => {
    const { port } = portTo(apiUrl, log);
    const broken: Message = { words: { lines: [[{ time: Number.NaN }]] } };
    expect(await port.post('C1', broken, hints)).toMatchObject({ kind: 'refused' });
    expect(log.complaints).toMatchObject([{ level: 'error', message: 'a message could not be drawn for Slack' }]);
  });

  test('a token that is revoked while we run is said once in the log, and forgotten when it works again', async () => {
    const { port, health } = portTo(apiUrl, log);
    health.socket(0, true);
    reply = json(200, { ok: false, error: 'token_revoked' });
    await port.post('C1', words, hints);
    await port.post('C1', words, hints);
    expect(port.trouble()).toMatch(/SLACK_BOT_TOKEN \(token_revoked\)/);
    expect(log.complaints.map(({ level }) => level)).toEqual(['error']);
    reply = json(200, { ok: true, ts: '1.2' });
    await port.post('C1', words, hints);
    expect(port.trouble()).toBeNull();
  });
});
