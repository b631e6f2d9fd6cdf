import { beforeEach, describe, expect, test } from 'vitest';
import { no, ok } from '../../src/lib/result.ts';
import { event, type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

function post(body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  return world.server.app.inject({ method: 'POST', url: '/v2/enqueue', headers, payload });
}

test('an event is handed over and answered exactly as PagerDuty does', async () => {
  const answer = await post(event);
  expect(answer.statusCode).toBe(202);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(answer.body).toBe('{"status":"success","message":"Event processed","dedup_key":"web-3/cpu"}');
  expect(world.told).toEqual([
    { key: event.routing_key, signals: [expect.objectContaining({ action: 'trigger', key: 'web-3/cpu' })] },
  ]);
});

test('without dedup_key it is given one of its own, the same that the incident has', async () => {
  const { dedup_key: _, ...keyless } = event;
  const keys = [(await post(keyless)).json().dedup_key, (await post(keyless)).json().dedup_key];
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[0]).not.toBe(keys[1]);
  expect(world.told.map(({ signals }) => signals[0]?.key)).toEqual(keys);
});

test.each([
  'application/json; charset=utf-8',
  'application/vnd.pagerduty+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'not a type',
  undefined,
])('JSON sent as %s is JSON', async (type) => {
  const answer = await post(JSON.stringify(event), type === undefined ? {} : { 'content-type': type });
  expect(answer.statusCode).toBe(202);
});

test.each(['/v2/enqueue/', '//v2/enqueue'])('%s is taken too', async (url) => {
  const answer = await world.server.app.inject({ method: 'POST', url, payload: event });
  expect(answer.statusCode).toBe(202);
});

test.each([
  ['dropped', { kind: 'dropped' }],
  ['refused', { kind: 'refused', reason: 'no-rules', words: 'Web shop has no rules.' }],
  ['repeated', { kind: 'repeated', incidentId: 'inc_1', number: 142 }],
] as const)('%s is accepted all the same', async (_kind, received) => {
  world.intake = async () => ok([received]);
  const answer = await post({ ...event, event_action: 'resolve' });
  expect(answer.statusCode).toBe(202);
  expect(answer.json()).toEqual({ status: 'success', message: 'Event processed', dedup_key: 'web-3/cpu' });
});

describe('what can never be accepted is a 400 that names every wrong field, and reaches nobody', () => {
  test.each<[string, unknown, string[]]>([
    ['no JSON', '{"routing_key":', ['body is not valid JSON']],
    ['nothing', '', ['body is empty']],
    ['a list', [event], ['body must be a JSON object']],
    ['no key', { ...event, routing_key: undefined }, ['routing_key is missing']],
    ['no action', { ...event, event_action: undefined }, ['event_action must be trigger, acknowledge or resolve']],
    ['no summary', { ...event, payload: { source: 'web-3' } }, ['payload.summary is missing']],
    ['a resolve without key', { ...event, event_action: 'resolve', dedup_key: null }, ['dedup_key is missing']],
    [
      'several',
      { ...event, routing_key: 7, dedup_key: 8, payload: { summary: 9 } },
      ['routing_key must be text', 'dedup_key must be text', 'payload.summary must be text'],
    ],
  ])('%s', async (_what, body, errors) => {
    const answer = await post(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ status: 'invalid event', message: 'Event object is invalid', errors });
    expect(world.told).toEqual([]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', details: expect.objectContaining({ problems: errors }) }),
    );
  });

  test('an unknown key', async () => {
    world.intake = async () => no({ code: 'unknown-key' });
    const answer = await post(event);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual(['routing_key is not the key of any service here']);
  });
});

test('512 KB are accepted; a byte more is a 413 in the words of the format', async () => {
  const limit = 512 * 1024;
  const body = JSON.stringify(event);
  expect((await post(body.padEnd(limit, ' '))).statusCode).toBe(202);
  const answer = await post(body.padEnd(limit + 1, ' '));
  expect(answer.statusCode).toBe(413);
  expect(answer.json()).toEqual({
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: ['body is larger than 512 KB'],
  });
});

test('a fault of ours is a 503 that asks for another try; its cause is in the log, under the reference', async () => {
  world.intake = async () => {
    throw new Error('database or disk is full');
  };
  const answer = await post(event);
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.json()).toEqual({ status: 'unavailable', message: expect.stringContaining('ref_1'), errors: [] });
  expect(answer.body).not.toMatch(/disk is full|\.ts/);
  expect(world.lines).toContainEqual({
    level: 'error',
    message: 'a request failed',
    details: { err: new Error('database or disk is full'), reference: 'ref_1', method: 'POST', route: '/v2/enqueue' },
  });
});

test('a database that is unwell is a 503 that asks for another try, and one line of the log', async () => {
  world.intake = async () => {
    throw new Error('SQLITE_FULL');
  };
  world.why = () => 'The disk is full.';
  for (let n = 0; n < 3; n += 1) {
    const answer = await post(event);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toEqual({
      status: 'unavailable',
      message: expect.stringContaining('Send it again'),
      errors: [],
    });
  }
  const details = { refused: 1 };
  const said = { level: 'error', message: 'requests are refused: The disk is full.', details };
  expect(world.lines.filter(({ level }) => level === 'error')).toEqual([said]);
});

test('no line of the log holds a key', async () => {
  await post(event);
  await post(JSON.stringify(event).slice(0, -1));
  await post({ ...event, payload: 1 });
  world.intake = async () => no({ code: 'unknown-key' });
  await post(event);
  expect(world.lines.length).toBeGreaterThan(4);
  expect(JSON.stringify(world.lines)).not.toContain(event.routing_key);
});
