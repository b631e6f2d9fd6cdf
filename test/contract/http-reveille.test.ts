import { beforeEach, expect, test } from 'vitest';
import type { Received } from '../../src/incident/signal.ts';
import { no, ok } from '../../src/lib/result.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const key = 'svc-key-of-web';
const call = { message: 'Disk full on web-3', key: 'web-3/disk' };

function send(url: string, body: unknown, { method = 'POST' as 'POST' | 'PUT', authorization = `Bearer ${key}` } = {}) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  return world.server.app.inject({ method, url, payload, headers: authorization === '' ? {} : { authorization } });
}

const incident = { incidentId: 'inc_1', number: 142 };
const named = { incident: { id: 'inc_1', number: 142 }, key: 'web-3/disk' };

test.each<[string, Received, number, object]>([
  ['/trigger', { kind: 'opened', ...incident }, 201, { ...named, result: 'opened' }],
  ['/trigger', { kind: 'repeated', ...incident }, 200, { ...named, result: 'repeated' }],
  ['/trigger', { kind: 'added', ...incident }, 200, { ...named, result: 'added' }],
  ['/acknowledge', { kind: 'acknowledged', ...incident }, 200, { ...named, result: 'acknowledged' }],
  ['/resolve', { kind: 'resolved', ...incident }, 200, { ...named, result: 'resolved' }],
  [
    '/resolve',
    { kind: 'dropped' },
    200,
    {
      result: 'dropped',
      message: 'Nothing with this key is open, so there was nothing to resolve.',
      key: 'web-3/disk',
    },
  ],
  [
    '/trigger',
    { kind: 'refused', reason: 'service-disabled', words: 'Web shop is disabled.' },
    409,
    { error: { code: 'service-disabled', message: 'Web shop is disabled.' } },
  ],
])('%s, of which became %o', async (url, received, status, body) => {
  world.intake = async () => ok([received]);
  for (const method of ['POST', 'PUT'] as const) {
    const answer = await send(url, call, { method });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual(body);
  }
  expect(world.told[0]).toMatchObject({ key, signals: [{ action: url.slice(1), key: 'web-3/disk' }] });
});

test('a trigger without a key is given one, and told', async () => {
  const answer = await send('/trigger', { message: 'Disk full' });
  expect(answer.json().key).toMatch(/^[0-9a-f]{32}$/);
  expect(world.told[0]?.signals[0]?.key).toBe(answer.json().key);
});

test.each([`bearer ${key}`, `BEARER   ${key} `])('%j is a key', async (authorization) => {
  expect((await send('/trigger', call, { authorization })).statusCode).toBe(201);
  expect(world.told[0]?.key).toBe(key);
});

test.each(['', 'Bearer', 'Bearer ', `Basic ${key}`, `GenieKey ${key}`, key])(
  '%j is none: 401',
  async (authorization) => {
    const answer = await send('/trigger', call, { authorization });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="Reveille"');
    expect(answer.json().error.code).toBe('no-key');
    expect(world.told).toEqual([]);
  },
);

test('an unknown key is a 401 that says so', async () => {
  world.intake = async () => no({ code: 'unknown-key' });
  const answer = await send('/trigger', call);
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toContain('invalid_token');
  expect(answer.json().error.code).toBe('unknown-key');
});

test.each<[string, unknown, string[]]>([
  ['/trigger', '', ['body is empty']],
  ['/trigger', '{', ['body is not valid JSON']],
  ['/trigger', [call], ['body must be a JSON object']],
  ['/trigger', { key: 7 }, ['message is missing', 'key must be text']],
  ['/acknowledge', {}, ['key is missing']],
  ['/resolve', { key: '' }, ['key is empty']],
])('%s %j is a 400 that names the field', async (url, body, problems) => {
  const answer = await send(url, body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toEqual({
    error: { code: 'invalid', message: `This cannot be accepted: ${problems.join('; ')}.`, problems },
  });
  expect(world.told).toEqual([]);
});

test('too large is a 413', async () => {
  const answer = await send('/trigger', JSON.stringify(call).padEnd(512 * 1024 + 1, ' '));
  expect(answer.statusCode).toBe(413);
  expect(answer.json().error).toMatchObject({ code: 'too-large', problems: ['body is larger than 512 KB'] });
});

test('a fault of ours is a 503 with its reference', async () => {
  world.intake = () => Promise.reject(new Error('SQLITE_BUSY'));
  const answer = await send('/trigger', call);
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.json().error).toMatchObject({ code: 'unavailable', reference: 'ref_1' });
  expect(answer.body).not.toContain('SQLITE_BUSY');
});

test('an error that happens to carry a status is a fault all the same', async () => {
  world.intake = () => Promise.reject(Object.assign(new Error('no'), { statusCode: 404 }));
  expect((await send('/trigger', call)).statusCode).toBe(503);
});
