import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { boundedFetch } from '../../src/lib/bounded-fetch.ts';
import { networkWords } from '../../src/lib/network-words.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

const keepAsItIs = () => {};
const long = 60_000;
const never = new AbortController().signal;
const wordsOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'it answered', networkWords);

test('what is asked arrives as it was given, and the answer as it was sent', async () => {
  const url = await listen(async (incoming, outgoing) => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    outgoing.setHeader('set-cookie', ['a=1', 'b=2']);
    outgoing.writeHead(201, { 'x-kind': 'answer' });
    outgoing.end(`${incoming.method} ${incoming.headers['x-asked']} ${body}`);
  });
  const call = boundedFetch(long, never, keepAsItIs);
  const answer = await call(url, { method: 'POST', headers: { 'x-asked': 'so' }, body: 'ä=1' });
  expect([answer.status, answer.statusText, answer.headers.get('x-kind')]).toEqual([201, 'Created', 'answer']);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(await answer.text()).toBe('POST so ä=1');
});

test('an answer without a body, and what is set right in it before the client looks', async () => {
  const url = await listen((_, outgoing) => outgoing.writeHead(204, { 'content-type': 'application/json' }).end());
  const seen: unknown[] = [];
  const call = boundedFetch(long, never, (status, headers, body) => {
    seen.push(status, body.byteLength);
    headers.delete('content-type');
  });
  const answer = await call(url);
  expect(seen).toEqual([204, 0]);
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual([null, '']);
});

test.each([
  ['that says nothing', (() => {}) as RequestListener],
  ['that stops in the middle', ((_, outgoing) => outgoing.writeHead(200).write('half')) as RequestListener],
])('a server %s is waited for no longer than allowed', async (_, answer) => {
  const url = await listen(answer);
  expect(await wordsOf(boundedFetch(50, never, keepAsItIs)(url))).toBe('no answer in time');
});

test('when we stop, the calls that are under way end, and no more are begun', async () => {
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const url = await listen(() => arrive());
  const stopping = new AbortController();
  const call = boundedFetch(long, stopping.signal, keepAsItIs);
  const asked = wordsOf(call(url));
  await arrived;
  stopping.abort();
  expect([await asked, await wordsOf(call(url))]).toEqual(['we are stopping', 'we are stopping']);
});

test('an answer that names another address is a failure, and nothing is asked there', async () => {
  const asked: (string | undefined)[] = [];
  const url = await listen((incoming, outgoing) => {
    asked.push(incoming.url);
    outgoing.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await wordsOf(boundedFetch(long, never, keepAsItIs)(url))).toBe('it sends us to another address (HTTP 302)');
  expect(asked).toEqual(['/']);
});

test('nobody listens there → said in words', async () => {
  const url = await listen(() => {});
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  expect(await wordsOf(boundedFetch(long, never, keepAsItIs)(url))).toBe('the connection failed: ECONNREFUSED');
});
