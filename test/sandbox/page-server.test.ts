import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openSandbox, webClient } from './clients.ts';

type Headers = Record<string, string>;

/** Asks with exactly these headers; fetch would not let a test lie about the host. */
function ask(
  url: string,
  method: string,
  headers: Headers,
  body = '',
): Promise<{ status: number; headers: unknown; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const json = { 'content-type': 'application/json' };

test.each([
  ['a foreign name', 421, { host: 'evil.example' }],
  ['a foreign name with our port', 421, { host: 'evil.example:PORT' }],
  ['our name with a foreign port', 421, { host: '127.0.0.1:1' }],
  ['localhost', 200, { host: 'localhost:PORT' }],
  ['a foreign page', 403, { origin: 'http://evil.example' }],
])('the page by %s is answered %i', async (_what, status, given) => {
  const sandbox = await openSandbox();
  const port = new URL(sandbox.url).port;
  const headers = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.replace('PORT', port)]));
  expect((await ask(sandbox.url, 'GET', headers)).status).toBe(status);
});

test.each([
  ['no origin', {}, 403],
  ['a foreign origin', { origin: 'http://evil.example' }, 403],
  ['a null origin', { origin: 'null' }, 403],
])('a deed with %s is refused', async (_what, given, status) => {
  const sandbox = await openSandbox();
  const body = JSON.stringify({ person: 'U0ADA', channel: 'C0OPS', text: 'hi' });
  expect((await ask(`${sandbox.url}/page/say`, 'POST', { ...json, ...given }, body)).status).toBe(status);
  expect(sandbox.world.messages).toEqual([]);
});

test('a foreign page cannot call the Web API either', async () => {
  const sandbox = await openSandbox();
  const headers = { ...json, origin: 'http://evil.example', authorization: `Bearer ${sandbox.slack.botToken}` };
  const answer = await ask(
    `${sandbox.slack.apiUrl}chat.postMessage`,
    'POST',
    headers,
    '{"channel":"C0OPS","text":"a"}',
  );
  expect(answer.status).toBe(403);
  expect(sandbox.world.messages).toEqual([]);
});

test('everything is served with the strict policy, and nothing but the page is served', async () => {
  const { url } = await openSandbox();
  const page = await ask(url, 'GET', {});
  expect(page.headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
  });
  expect(page.body).not.toMatch(/<script>|\sstyle=|\son[a-z]+=/);
  for (const path of ['/page/tsconfig.json', '/page/..%2fmain.js', '/page/page.ts', '/package.json']) {
    expect((await ask(`${url}${path}`, 'GET', {})).status).toBe(404);
  }
});

test('what a person says from the page is escaped, and an unseen channel is not spoken in', async () => {
  const sandbox = await openSandbox();
  await webClient(sandbox).conversations.open({ users: 'U0ADA' });
  const say = (body: object) =>
    ask(`${sandbox.url}/page/say`, 'POST', { ...json, origin: sandbox.url }, JSON.stringify(body));
  await say({ person: 'U0BO', channel: 'C0OPS', text: '<!channel> a & b' });
  expect(sandbox.world.messages).toMatchObject([{ author: 'U0BO', text: '&lt;!channel&gt; a &amp; b' }]);
  const unseen = await say({ person: 'U0BO', channel: 'D0ADA', text: 'a' });
  expect(JSON.parse(unseen.body)).toMatchObject({ ok: false, words: expect.stringContaining('does not see') });
});

test('a test alert is an Events API v2 event, and its answer is told in words', async () => {
  const received: unknown[] = [];
  const monitor = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    received.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(received.length === 1 ? 202 : 400, json);
    response.end(received.length === 1 ? '{"message":"Event processed"}' : '{"message":"No such key"}');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void monitor.close());
  const sandbox = await openSandbox();
  const send = async () => {
    const body = { action: 'trigger', summary: 'CPU', severity: 'critical', dedupKey: 'k1' };
    const headers = { ...json, origin: sandbox.url };
    return JSON.parse((await ask(`${sandbox.url}/page/alert`, 'POST', headers, JSON.stringify(body))).body);
  };
  expect(await send()).toMatchObject({ ok: false, words: expect.stringContaining('has not been told') });
  const { port } = monitor.address() as AddressInfo;
  sandbox.setAlertTarget({ url: `http://127.0.0.1:${port}/v2/enqueue`, key: 'R1' });
  expect(await send()).toEqual({ ok: true, words: 'Accepted (202: Event processed).' });
  expect(await send()).toEqual({ ok: false, words: 'Refused (400: No such key).' });
  expect(received[0]).toEqual({
    routing_key: 'R1',
    event_action: 'trigger',
    dedup_key: 'k1',
    payload: { summary: 'CPU', source: 'the sandbox page', severity: 'critical' },
  });
  sandbox.setAlertTarget({ url: 'http://127.0.0.1:9/', key: 'R1' });
  expect(await send()).toMatchObject({ ok: false, words: expect.stringContaining('Nobody answers') });
});
