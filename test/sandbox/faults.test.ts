import { WebSocket } from 'undici';
import { expect, test, vi } from 'vitest';
import type { Fault } from '../../sandbox/faults/fault.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { openSandbox, refusal, socketClient, webClient } from './clients.ts';

const post = (sandbox: Sandbox, channel = 'C0OPS'): Promise<Response> =>
  fetch(`${sandbox.slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'a' }),
  });
const said = (sandbox: Sandbox): number => sandbox.world.messages.length;
const ever = 'until-ended' as const;
const cutOff = { cause: expect.objectContaining({ code: 'UND_ERR_SOCKET' }) };

test.each<[fault: Fault, status: number, body: object]>([
  [{ kind: 'rate-limit', retryAfterS: 7, lasts: ever }, 429, { ok: false, error: 'ratelimited' }],
  [{ kind: 'server-error', lasts: ever }, 500, { ok: false, error: 'internal_error' }],
  [{ kind: 'refusal', error: 'is_archived', lasts: ever }, 200, { ok: false, error: 'is_archived' }],
  [{ kind: 'outage', answer: '503', lasts: ever }, 503, { ok: false, error: 'service_unavailable' }],
])('%j: the answer, nothing done, and the log says why', async (fault, status, body) => {
  const sandbox = await openSandbox();
  sandbox.faults.begin(fault);
  const answer = await post(sandbox);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('retry-after')).toBe(fault.kind === 'rate-limit' ? '7' : null);
  expect(await answer.json()).toEqual(body);
  expect(said(sandbox)).toBe(0);
  expect(sandbox.calls).toMatchObject([{ method: 'chat.postMessage', ...body, fault: fault.kind }]);
});

test('a lost answer: it is done and recorded, and the line is cut', async () => {
  const sandbox = await openSandbox();
  sandbox.faults.begin({ kind: 'lost-answer', lasts: { calls: 1 } });
  await expect(post(sandbox)).rejects.toMatchObject(cutOff);
  expect(said(sandbox)).toBe(1);
  expect(sandbox.calls).toMatchObject([{ method: 'chat.postMessage', ok: true, fault: 'lost-answer' }]);
  expect((await post(sandbox)).status).toBe(200);
});

test('a slow answer: it is done at once and heard of later, however long that is', async () => {
  const sandbox = await openSandbox();
  sandbox.faults.begin({ kind: 'slow', ms: 60_000, lasts: { calls: 1 } });
  sandbox.faults.begin({ kind: 'slow', ms: 30, scope: { channel: 'C0GENERAL' }, lasts: ever });
  const leaving = new AbortController();
  const slow = fetch(`${sandbox.slack.apiUrl}auth.test`, { method: 'POST', signal: leaving.signal });
  await vi.waitFor(() => expect(sandbox.calls).toMatchObject([{ method: 'auth.test', fault: 'slow' }]), {
    timeout: 15_000,
  });
  leaving.abort();
  await expect(slow).rejects.toThrow();
  const before = performance.now();
  expect((await post(sandbox, 'C0GENERAL')).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThanOrEqual(29);
});

test('a fault stays as often as told, and says how often it has hit', async () => {
  const sandbox = await openSandbox();
  const { faults } = sandbox;
  faults.begin({ kind: 'server-error', scope: { channel: 'C0OPS' }, lasts: { calls: 2 } });
  expect((await post(sandbox, 'C0GENERAL')).status).toBe(200);
  expect((await post(sandbox)).status).toBe(500);
  expect(faults.on).toMatchObject([{ hits: 1 }]);
  expect((await post(sandbox)).status).toBe(500);
  expect(faults.on).toEqual([]);
  expect((await post(sandbox)).status).toBe(200);
});

test('a fault stays as long as told, or until it is ended', async () => {
  const sandbox = await openSandbox();
  const { faults } = sandbox;
  faults.begin({ kind: 'server-error', lasts: { ms: 30 } });
  await vi.waitFor(() => expect(faults.on).toEqual([]), { timeout: 15_000 });
  const { id } = faults.begin({ kind: 'server-error', lasts: ever });
  faults.begin({ kind: 'slow', ms: 1, lasts: ever });
  expect([faults.end(id), faults.end(id)]).toEqual([true, false]);
  expect(faults.mendAll()).toBe(1);
  expect((await post(sandbox)).status).toBe(200);
  expect(sandbox.calls.every(({ fault }) => fault === undefined)).toBe(true);
});

test('a person by id, a conversation by its own: both are the channel of a call', async () => {
  const sandbox = await openSandbox();
  const web = webClient(sandbox);
  await web.conversations.open({ users: 'U0ADA' });
  sandbox.faults.begin({ kind: 'refusal', error: 'fatal_error', scope: { channel: 'D0ADA' }, lasts: ever });
  const refused = { error: 'fatal_error' };
  expect(await refusal(web.conversations.open({ users: 'U0ADA' }))).toMatchObject(refused);
  expect(await refusal(web.chat.postMessage({ channel: 'D0ADA', text: 'a' }))).toMatchObject(refused);
  expect((await web.chat.postMessage({ channel: 'U0BO', text: 'a' })).ok).toBe(true);
});

test('an impossible fault is refused with the field', async () => {
  const { faults } = await openSandbox();
  const wrong = { kind: 'server-error', scope: { method: 'chat.shout' }, lasts: ever } as const;
  expect(() => faults.begin(wrong)).toThrow(/one of: chat\.postMessage, .*\n.*at scope\.method/);
});

/** How an attempt to open a socket ends. */
async function knock(sandbox: Sandbox): Promise<string> {
  const web = webClient(sandbox, sandbox.slack.appToken);
  const { url = '' } = await web.apps.connections.open();
  return await new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.onopen = () => socket.close();
    socket.onerror = () => resolve('refused');
    socket.onclose = () => resolve('let in');
  });
}

test('no socket: those that stand are cut, attempts are refused and recorded, calls go on', async () => {
  const sandbox = await openSandbox();
  await socketClient(sandbox, { autoReconnectEnabled: false });
  expect(sandbox.connections).toBe(1);
  const { id } = sandbox.faults.begin({ kind: 'no-socket', lasts: ever });
  await vi.waitFor(() => expect(sandbox.connections).toBe(0), { timeout: 15_000 });
  expect(await knock(sandbox)).toBe('refused');
  expect(sandbox.calls).toContainEqual(
    expect.objectContaining({ method: 'socket', ok: false, error: 'not_let_in', fault: 'no-socket' }),
  );
  expect((await post(sandbox)).status).toBe(200);
  sandbox.faults.end(id);
  expect(await knock(sandbox)).toBe('let in');
});

test('an outage: sockets are cut, and every call, answers of commands too, finds nobody', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox, { autoReconnectEnabled: false });
  const urls: string[] = [];
  client.on('slash_commands', async ({ ack, body }) => {
    urls.push(body.response_url);
    await ack();
  });
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
  sandbox.faults.begin({ kind: 'outage', answer: 'none', lasts: ever });
  const answer = fetch(urls[0] ?? '', { method: 'POST', body: '{"text":"a"}' });
  await expect(answer).rejects.toMatchObject(cutOff);
  await expect(post(sandbox)).rejects.toMatchObject(cutOff);
  await vi.waitFor(() => expect(sandbox.connections).toBe(0), { timeout: 15_000 });
  const hit = sandbox.calls.filter(({ fault }) => fault === 'outage').map(({ method, error }) => [method, error]);
  expect(hit).toContainEqual(['response_url', 'no_answer']);
  expect(hit).toContainEqual(['chat.postMessage', 'no_answer']);
  expect(said(sandbox)).toBe(0);
  expect((await fetch(sandbox.url)).status).toBe(200);
});
