import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSlack } from '../../adapters/slack/slack.ts';
import type { Chat } from '../../src/chat/adapter.ts';
import { systemClock } from '../../src/lib/clock.ts';

import { silentLog } from '../../src/lib/log.ts';
import { noForms } from '../support/no-forms.ts';

/** What the other end of the socket does once it is asked for. */
type Manners = (socket: Duplex, handshake: string) => void;

const hello = frame({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } });
const manners = {
  /** Greets, then neither listens nor says goodbye. */
  mute: (socket, handshake) => socket.write(Buffer.concat([Buffer.from(handshake), hello])),
  /** Takes the connection and never greets. */
  shy: (socket, handshake) => socket.write(handshake),
  /** Takes the connection and ends it before it greets. */
  fickle: (socket, handshake) => socket.end(handshake),
  /** Does not take the connection. */
  closed: (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
} satisfies Record<string, Manners>;

let server: Server;
let slack: Chat;
let asked: number;
let act: Manners;
const held = new Set<Duplex>();
const unhandled = vi.fn();

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    const url = `ws://${request.headers.host}/link`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, team_id: 'T1', team: 'Shop', url }));
  });
  server.on('upgrade', (request, socket) => {
    asked += 1;
    held.add(socket);
    socket.on('error', () => {}).on('close', () => held.delete(socket));
    // A socket that is not read does not notice its end.
    socket.on('end', () => socket.destroy()).resume();
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade';
    act(socket, `${head}\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  slack = createSlack({
    botToken: 'xoxb-test',
    appToken: 'xapp-test',
    apiUrl: `http://127.0.0.1:${address.port}/api/`,
    core: {
      ...noForms,
      press: async () => null,
      command: async () => null,
      connected: async () => null,
      firstTime: async () => true,
    },
    log: silentLog,
    clock: systemClock,
  });
  process.on('unhandledRejection', unhandled);
});
afterEach(async () => {
  await slack.stop();
  for (const socket of held) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('an end that never says goodbye is left within seconds', async () => {
  act = manners.mute;
  expect(await slack.start()).toEqual({ ok: true, value: null });
  expect(slack.port.trouble()).toBeNull();
  await slack.stop();
  await vi.waitFor(() => expect(held.size).toBe(0), { timeout: 15_000 });
});

test.each(['fickle', 'closed'] as const)('an end that is %s is asked again until it greets', async (name) => {
  act = manners[name];
  expect(await slack.start()).toEqual({ ok: true, value: null });
  expect(slack.port.trouble()).toMatch(/cannot be reached/);
  await vi.waitFor(() => expect(asked).toBeGreaterThanOrEqual(4), { timeout: 4000 });
  act = manners.mute;
  await vi.waitFor(() => expect(slack.port.trouble()).toBeNull(), { timeout: 4000 });
});

test('an end that does not greet does not hold up stopping', async () => {
  act = manners.shy;
  const started = slack.start();
  await vi.waitFor(() => expect(asked).toBe(2), { timeout: 15_000 });
  await slack.stop();
  expect(await started).toEqual({ ok: true, value: null });
  await vi.waitFor(() => expect(held.size).toBe(0), { timeout: 15_000 });
});

/** A short text frame from a server. RFC 6455 §5.2 */
function frame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, text.length]), text]);
}
