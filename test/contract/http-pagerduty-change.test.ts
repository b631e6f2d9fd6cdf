import { beforeEach, expect, test } from 'vitest';
import { no } from '../../src/lib/result.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const key = 'k'.repeat(32);
const event = { routing_key: key, payload: { summary: 'Deploy 1.2.3', source: 'ci' } };

function post(body: unknown) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  return world.server.app.inject({ method: 'POST', url: '/v2/change/enqueue', payload });
}

test('a change is handed over and answered as an event is, without a key of its own', async () => {
  const answer = await post(event);
  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toEqual({ status: 'success', message: 'Event processed' });
  expect(world.changed).toEqual([{ key, change: { summary: 'Deploy 1.2.3', source: 'ci', links: [], details: {} } }]);
  expect(world.told).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ['no JSON', '{', ['body is not valid JSON']],
  ['nothing', '', ['body is empty']],
  ['no summary and no key', { payload: {} }, ['routing_key is missing', 'payload.summary is missing']],
])('%s is a 400 in the words of the format', async (_what, body, errors) => {
  const answer = await post(body);
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toEqual({ status: 'invalid event', message: 'Event object is invalid', errors });
  expect(world.changed).toEqual([]);
});

test('an unknown key is a 400, and no line of the log holds it', async () => {
  world.changes = async () => no({ code: 'unknown-key' });
  const answer = await post(event);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toEqual(['routing_key is not the key of any service here']);
  expect(JSON.stringify(world.lines)).not.toContain(key);
});

test('a fault of ours is a 503 that asks for another try', async () => {
  world.changes = () => Promise.reject(new Error('SQLITE_BUSY'));
  const answer = await post(event);
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
  expect(answer.json()).toEqual({ status: 'unavailable', message: expect.stringContaining('ref_1'), errors: [] });
});
