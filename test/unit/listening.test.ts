import { createServer as createHttp } from 'node:http';
import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listeningAt } from '../../src/listening.ts';
import { freePort } from '../support/free-port.ts';

const host = '127.0.0.1';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Answers `/readyz` and nothing else. */
function readyz(body: object): Server {
  return createHttp((request, response) => {
    response.writeHead(request.url === '/readyz' ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
}

test('where no server runs, the port is tried', async () => {
  const port = await freePort();
  expect(await listeningAt({ host, port, served: false })).toBe('free');
  expect(await listeningAt({ host, port: await listen(createServer()), served: false })).toBe('taken');
  // TEST-NET-1 (RFC 5737): an address of nobody.
  expect(await listeningAt({ host: '192.0.2.1', port, served: false })).toBe('not-here');
});

test('where one runs, it is asked', async () => {
  const asked = async (body: object) => await listeningAt({ host, port: await listen(readyz(body)), served: true });
  expect(await asked({ ready: true })).toEqual({ reasons: [] });
  expect(await asked({ ready: false, reasons: ['Late.'] })).toEqual({ reasons: ['Late.'] });
  expect(await asked({ hello: 'Bo' })).toEqual({ reasons: ['It does not answer there.'] });
  expect(await listeningAt({ host, port: await freePort(), served: true })).toEqual({
    reasons: ['It does not answer there.'],
  });
});

test('a server that listens everywhere is asked here', async () => {
  const port = await listen(readyz({ ready: true }));
  expect(await listeningAt({ host: '0.0.0.0', port, served: true })).toEqual({ reasons: [] });
});
