import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fastify } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDrain } from '../../adapters/http/drain.ts';
import { intakeMax } from '../../adapters/http/gate.ts';
import { createHttpServer } from '../../adapters/http/server.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { ok } from '../../src/lib/result.ts';
import { type Answer, event, type HttpWorld, httpWorld, opened } from './http-world.ts';

let world: HttpWorld;
const sockets: Socket[] = [];
beforeEach(() => {
  world = httpWorld();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await world.server.stop();
});

async function start(): Promise<URL> {
  const started = await world.server.start();
  if (!started.ok) throw new Error(started.refusal.message);
  return new URL(started.value.address);
}

/** A connection, spoken by hand: what is written on it is up to the test; what came back is gathered. */
async function dial(url: URL): Promise<{ socket: Socket; heard: () => string; closed: Promise<unknown> }> {
  const socket = connect(Number(url.port), url.hostname);
  sockets.push(socket);
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  // A reset is a close too; refusals are what `connect` below is awaited for.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  return { socket, heard: () => heard, closed };
}

const body = JSON.stringify(event);
const head = `POST /v2/enqueue HTTP/1.1\r\nHost: reveille\r\nContent-Length: ${body.length}\r\n`;

/** An intake that answers when it is told to. */
function held(): { waiting: () => number; release: () => void } {
  const waiting: ((answer: Answer) => void)[] = [];
  world.intake = () => new Promise((resolve) => waiting.push(resolve));
  return {
    waiting: () => waiting.length,
    release: () => {
      for (const resolve of waiting.splice(0)) resolve(ok([opened]));
    },
  };
}

test('a taken port is said, with the name of the setting', async () => {
  const url = await start();
  const second = httpWorld(Number(url.port));
  expect(await second.server.start()).toEqual({
    ok: false,
    refusal: { code: 'port-taken', message: expect.stringContaining(`PORT ${url.port} of 127.0.0.1 is taken`) },
  });
  await second.server.stop();
});

test('an address of another machine is said', async () => {
  const {
    app,
    start: begin,
    stop,
  } = createHttpServer({
    intake: { receive: async () => ok([]) },
    changes: { record: async () => ok(null) },
    readiness: async () => [],
    metrics: async () => ({ contentType: '', body: '' }),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    host: '203.0.113.7',
    port: 0,
    publicUrl: '',
    newReference: () => '',
    clock: systemClock,
  });
  expect(await begin()).toMatchObject({ ok: false, refusal: { code: 'address-unavailable' } });
  expect(app.server.listening).toBe(false);
  await stop();
});

test('stopping finishes what runs, refuses what comes, and closes what is idle', async () => {
  const intake = held();
  const url = await start();
  const ends: Socket[] = [];
  world.server.app.server.on('connection', (socket: Socket) => ends.push(socket));
  const [running, late, idle, silent] = await Promise.all([dial(url), dial(url), dial(url), dial(url)]);
  running.socket.write(`${head}\r\n${body}`);
  idle.socket.write('GET /healthz HTTP/1.1\r\nHost: reveille\r\n\r\n');
  late.socket.write(head);
  await vi.waitFor(
    () => {
      expect([intake.waiting(), idle.heard()]).toEqual([1, expect.stringContaining('alive')]);
      expect(ends.map(({ bytesRead }) => bytesRead)).toContain(head.length);
    },
    { timeout: 15_000 },
  );

  let stopped = false;
  const stopping = world.server.stop().then(() => {
    stopped = true;
  });
  await Promise.all([idle.closed, silent.closed]);
  const refused = await dial(url).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' });

  late.socket.write(`\r\n${body}`);
  await late.closed;
  expect(late.heard()).toMatch(/^HTTP\/1\.1 503 /);
  expect(late.heard()).toMatch(/\r\nretry-after: 5\r\n/i);
  expect(late.heard()).toMatch(/\r\nconnection: close\r\n/i);
  expect(late.heard()).toContain('"status":"unavailable"');
  expect(stopped).toBe(false);

  intake.release();
  await running.closed;
  expect(running.heard()).toMatch(/^HTTP\/1\.1 202 /);
  expect(running.heard()).toContain('"status":"success"');
  await stopping;
  expect(world.told).toHaveLength(1);
});

test('a request that never ends does not hold the stop for ever', async () => {
  const app = fastify();
  const drain = createDrain(app, 20);
  app.get('/', () => new Promise(() => {}));
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const { socket, closed } = await dial(url);
  const asked = once(app.server, 'request');
  socket.write('GET / HTTP/1.1\r\nHost: reveille\r\n\r\n');
  await asked;
  await drain.stop();
  await closed;
});

test('more than the cap are told to come back in a second; those before them are served', async () => {
  const intake = held();
  const post = () => world.server.app.inject({ method: 'POST', url: '/v2/enqueue', payload: event });
  const served = Array.from({ length: intakeMax }, post);
  await vi.waitFor(() => expect(intake.waiting()).toBe(intakeMax), { timeout: 20_000 });
  const over = await post();
  expect(over.statusCode).toBe(503);
  expect(over.headers['retry-after']).toBe('1');
  expect((await world.server.app.inject('/healthz')).statusCode).toBe(200);
  intake.release();
  expect(new Set((await Promise.all(served)).map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
  world.intake = async () => ok([opened]);
  expect((await post()).statusCode).toBe(202);
}, 30_000);

test('a sender who hangs up is counted as 499 and gives its place back', async () => {
  const intake = held();
  const { socket } = await dial(await start());
  socket.write(`${head}\r\n${body}`);
  await vi.waitFor(() => expect(intake.waiting()).toBe(1), { timeout: 15_000 });
  socket.destroy();
  const counted = 'reveille_intake_requests_total{format="pagerduty",status="499"} 1';
  await vi.waitFor(async () => expect((await world.metrics.render()).body).toContain(counted), { timeout: 15_000 });
  intake.release();
});

test('a body that breaks off is nobody’s fault', async () => {
  const { socket } = await dial(await start());
  const asked = once(world.server.app.server, 'request');
  socket.write(`${head}\r\n${body.slice(0, 20)}`);
  await asked;
  socket.destroy();
  await vi.waitFor(() => expect(world.lines.map(({ level }) => level)).toContain('warn'), { timeout: 15_000 });
  expect(world.lines.filter(({ level }) => level === 'error')).toEqual([]);
  expect(world.told).toEqual([]);
});

test.each([
  ['GET', '/healthz', 200],
  ['GET', '/nowhere', 404],
  ['DELETE', '/v2/enqueue', 405],
  ['POST', '/v2/enqueue', 400],
  ['POST', '/trigger', 401],
  ['GET', '/%zz', 400],
] as const)('%s %s is %i, JSON, and guarded', async (method, url, status) => {
  const answer = await world.server.app.inject({ method, url });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
});

test.each([
  ['GET', '/v2/enqueue', 'POST'],
  ['GET', '/trigger', 'POST, PUT'],
  ['PATCH', '/resolve', 'POST, PUT'],
  ['POST', '/healthz', 'GET, HEAD'],
  ['OPTIONS', '/metrics', 'GET, HEAD'],
] as const)('%s %s: Allow: %s', async (method, url, allow) => {
  const answer = await world.server.app.inject({ method, url });
  expect(answer.statusCode).toBe(405);
  expect(answer.headers.allow).toBe(allow);
});

test('a wrong address is told the right ones; its path is not logged', async () => {
  const answer = await world.server.app.inject({ method: 'POST', url: '/in/elsewhere/SECRET', payload: event });
  expect(answer.statusCode).toBe(404);
  expect(answer.json().error.message).toContain('https://reveille.example.com/v2/enqueue');
  expect(world.lines).toContainEqual(
    expect.objectContaining({ details: expect.objectContaining({ route: 'none', status: 404 }) }),
  );
  expect(JSON.stringify(world.lines)).not.toContain('SECRET');
});

test('ready, or why not', async () => {
  const ask = () => world.server.app.inject('/readyz');
  expect((await ask()).json()).toEqual({ ready: true });
  world.readiness = async () => ['Slack cannot be reached since 02:14.'];
  const not = await ask();
  expect([not.statusCode, not.json()]).toEqual([
    503,
    { ready: false, reasons: ['Slack cannot be reached since 02:14.'] },
  ]);
  world.readiness = () => Promise.reject(new Error('closed'));
  const broken = await ask();
  expect(broken.statusCode).toBe(503);
  expect(broken.json().reasons).toEqual([expect.stringContaining('ref_1')]);
  expect(world.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
});
