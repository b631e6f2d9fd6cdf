import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

/** A client of Discord that is destroyed while it connects, and whose connection is then cut; `guard` is said before. */
const program = (guard: string): string => `
  import { createServer } from 'node:net';
  import http from 'node:http';
  import { Client, GatewayIntentBits } from 'discord.js';
  import { outliveConnections } from './dist/src/stray-error.js';
  const say = (_, said) => console.log(said);
  const log = { error: say, warn: (...said) => setImmediate(() => { say(...said); process.exit(0); }) };
  ${guard}
  let taken;
  const socket = new Promise((resolve) => { taken = resolve; });
  const gateway = createServer((socket) => taken(socket.on('error', () => {}).resume()));
  await new Promise((done) => gateway.listen(0, '127.0.0.1', done));
  const session_start_limit = { total: 1, remaining: 1, reset_after: 0, max_concurrency: 1 };
  const answer = JSON.stringify({ url: 'ws://127.0.0.1:' + gateway.address().port, shards: 1, session_start_limit });
  const api = http.createServer((_, response) => response.setHeader('content-type', 'application/json').end(answer));
  await new Promise((done) => api.listen(0, '127.0.0.1', done));
  const rest = { api: 'http://127.0.0.1:' + api.address().port + '/api' };
  const client = new Client({ intents: [GatewayIntentBits.Guilds], shards: [0], shardCount: 1, rest });
  client.login('MTEwMA.x.y').catch(() => {});
  const cut = await socket;
  void client.destroy();
  await new Promise((done) => setImmediate(done));
  cut.resetAndDestroy();
`;

async function run(guard: string): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(guard)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}

test('a connection that the library has let go of, and that is then cut, does not end the process', async () => {
  expect(await run('outliveConnections(log, process.exit);')).toEqual({
    code: 0,
    said: 'a connection that nobody uses any more has ended\n',
  });
});

test('without that it would', async () => {
  const { code, said } = await run('');
  expect(code).not.toBe(0);
  expect(said).toContain('ECONNRESET');
});

test('a fault of ours ends it, and is said', async () => {
  const { code, said } = await run(
    'outliveConnections(log, process.exit); setImmediate(() => { throw new TypeError("ours"); });',
  );
  expect({ code, said }).toEqual({ code: 1, said: 'a fault of ours; Reveille ends\n' });
});
