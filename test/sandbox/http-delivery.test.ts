import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { signatureOf } from '../../sandbox/slack/http-delivery.ts';
import { openSandbox, webClient } from './clients.ts';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An app at an address, which answers as the test wants; what it was asked, oldest first. */
async function openApp(reply: (response: ServerResponse, nth: number) => void) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      reply(response, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sandbox = await openSandbox({ requestUrl: `http://127.0.0.1:${address.port}/slack/events` });
  return { sandbox, asked };
}

const list = { person: 'U0ADA', channel: 'C0OPS', text: '/incident list mine & more' };
const button = { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Go' }, action_id: 'go' };

test('a command is a signed form, and what the app answers is private', async () => {
  const { sandbox, asked } = await openApp((response) => response.end('Nothing is open.'));
  await sandbox.command(list);
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    command: '/incident',
    text: 'list mine & more',
    team_id: 'T0SANDBOX',
    user_id: 'U0ADA',
    is_enterprise_install: 'false',
    trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]+$/),
  });
  const { 'x-slack-request-timestamp': at, 'x-slack-signature': signature } = asked[0]?.headers ?? {};
  expect(signature).toBe(signatureOf(String(at), asked[0]?.body ?? ''));
  expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(10);
  expect(sandbox.world.messages).toMatchObject([{ text: 'Nothing is open.', onlyFor: 'U0ADA' }]);
});

test('a press is JSON in a form', async () => {
  const { sandbox, asked } = await openApp((response) => response.end());
  const blocks = [{ type: 'actions' as const, elements: [button] }];
  const { ts = '' } = await webClient(sandbox).chat.postMessage({ channel: 'C0OPS', text: 'a', blocks });
  await sandbox.press({ person: 'U0BO', channel: 'C0OPS', ts, actionId: 'go' });
  expect(asked[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  const payload = JSON.parse(new URLSearchParams(asked[0]?.body).get('payload') ?? '');
  expect(payload).toMatchObject({ type: 'block_actions', user: { id: 'U0BO' }, actions: [{ action_id: 'go' }] });
});

test.each<[name: string, reply: (response: ServerResponse) => void, error: string]>([
  ['refuses', (response) => response.writeHead(401).end(), 'http_client_error'],
  ['cannot now', (response) => response.writeHead(503).end(), 'http_service_error'],
  ['sends it elsewhere', (response) => response.writeHead(302, { location: '/' }).end(), 'http_client_error'],
  ['hangs up', (response) => response.destroy(), 'dispatch_failed'],
  ['is silent', () => {}, 'operation_timeout'],
])('where the app %s, the person is told, and it is not sent again', async (_name, reply, error) => {
  const { sandbox, asked } = await openApp(reply);
  await expect(sandbox.command(list)).rejects.toMatchObject({ error });
  expect(sandbox.world.messages.map(({ text }) => text)).toEqual([`/incident failed with the error "${error}"`]);
  expect(asked).toHaveLength(1);
});

test('an event is JSON, and is sent again almost at once where it was not taken', async () => {
  const { sandbox, asked } = await openApp((response, nth) => response.writeHead(nth === 1 ? 500 : 200).end());
  expect(await sandbox.sendEvent({ type: 'app_home_opened', user: 'U0ADA' })).toBe(true);
  const [first, second] = asked;
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    type: 'event_callback',
    event_id: expect.stringMatching(/^Ev/),
    team_id: 'T0SANDBOX',
    event: { type: 'app_home_opened' },
  });
  expect(second?.body).toBe(first?.body);
  expect(first?.headers).not.toHaveProperty('x-slack-retry-num');
  expect(second?.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' });
});

test('an event that is not answered in 3 s is sent again, and says so', async () => {
  const { sandbox, asked } = await openApp((response, nth) => (nth === 1 ? undefined : response.end()));
  expect(await sandbox.sendEvent({ type: 'app_home_opened', user: 'U0ADA' })).toBe(true);
  expect(asked[1]?.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' });
});

test.each([
  [(response: ServerResponse, body: string) => response.end(JSON.parse(body).challenge), true],
  [(response: ServerResponse) => response.end('hello'), false],
  [(response: ServerResponse) => response.writeHead(401).end(), false],
])('an address proves itself with the challenge: case %#', async (reply, proven) => {
  const { sandbox, asked } = await openApp((response) => reply(response, asked[0]?.body ?? ''));
  expect(await sandbox.verifyRequestUrl()).toBe(proven);
});

test('without an address it is Socket Mode again', async () => {
  const { sandbox, asked } = await openApp((response) => response.end());
  sandbox.setRequestUrl(null);
  await expect(sandbox.command(list)).rejects.toMatchObject({ error: 'dispatch_failed' });
  expect(asked).toEqual([]);
});
