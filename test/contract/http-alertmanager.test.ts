import { beforeEach, describe, expect, test } from 'vitest';
import type { Received } from '../../src/incident/signal.ts';
import { no, ok } from '../../src/lib/result.ts';
import { group, member, over } from '../support/alertmanager-group.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const key = 'k'.repeat(32);
const body = group([member('web-3'), member('web-4', over)]);
const groupKey = '{}:{alertname="HighCPU"}';

function post(sent: unknown, { url = `/in/alertmanager/${key}`, authorization = '' } = {}) {
  const payload = typeof sent === 'string' ? sent : JSON.stringify(sent);
  const headers = authorization === '' ? {} : { authorization };
  return world.server.app.inject({ method: 'POST', url, payload, headers });
}

test.each([
  ['in the path', { url: `/in/alertmanager/${key}` }],
  ['in the path, with a slash', { url: `/in/alertmanager/${key}/` }],
  ['as a token', { url: '/in/alertmanager', authorization: `Bearer ${key}` }],
  ['in the path, whatever the header says', { url: `/in/alertmanager/${key}`, authorization: 'Bearer other' }],
])('the key %s: all alerts are handed over at once', async (_where, how) => {
  const answer = await post(body, how);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    incident: { id: 'inc_1', number: 142 },
    result: 'opened',
    key: groupKey,
    alerts: { firing: 1, resolved: 1, skipped: 0 },
  });
  expect(world.told).toHaveLength(1);
  expect(world.told[0]?.key).toBe(key);
  expect(world.told[0]?.signals.map(({ action }) => action)).toEqual(['trigger', 'resolve']);
});

const incident = { incidentId: 'inc_1', number: 142 };
const named = { incident: { id: 'inc_1', number: 142 } };
test.each<[string, Received[], object]>([
  [
    'opened, and others with it',
    [
      { kind: 'opened', ...incident },
      { kind: 'added', ...incident },
    ],
    { ...named, result: 'opened' },
  ],
  [
    'one more',
    [
      { kind: 'repeated', ...incident },
      { kind: 'added', ...incident },
    ],
    { ...named, result: 'added' },
  ],
  [
    'over',
    [
      { kind: 'repeated', ...incident },
      { kind: 'resolved', ...incident },
    ],
    { ...named, result: 'resolved' },
  ],
  [
    'unknown and over',
    [{ kind: 'dropped' }],
    { result: 'dropped', message: 'Nothing of this group is open, so there was nothing to resolve.' },
  ],
  [
    'nobody to page',
    [{ kind: 'refused', reason: 'no-rules', words: 'Web shop has no rules.' }],
    { result: 'refused', message: 'Web shop has no rules.' },
  ],
])('%s is a 200 that says so', async (_what, received, said) => {
  world.intake = async () => ok(received);
  const answer = await post(body);
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ ...said, key: groupKey, alerts: { firing: 1, resolved: 1, skipped: 0 } });
});

test('a broken alert is skipped, and said in the answer and the log; the others are taken', async () => {
  const answer = await post(group([member('web-3'), { status: 'firing' }]));
  expect(answer.statusCode).toBe(200);
  const problems = ['alerts.1.labels is missing'];
  expect(answer.json()).toMatchObject({ alerts: { firing: 1, resolved: 0, skipped: 1 }, problems });
  expect(world.lines).toContainEqual({
    level: 'warn',
    message: 'alerts of a group were skipped',
    details: { route: '/in/alertmanager/:key', problems },
  });
});

describe('what can never be taken is a 4xx that names every field, and reaches nobody', () => {
  test.each<[string, unknown, string[]]>([
    ['no JSON', '{', ['body is not valid JSON']],
    ['nothing', '', ['body is empty']],
    ['a list', [body], ['body must be a JSON object']],
    ['no alerts', { version: '4' }, ['alerts is missing']],
    ['only broken ones', group([{}, 7]), ['alerts.0.labels is missing', 'alerts.1 must be an object']],
  ])('%s', async (_what, sent, problems) => {
    const answer = await post(sent);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toEqual({
      code: 'invalid',
      message: `This cannot be accepted: ${problems.join('; ')}.`,
      problems,
    });
    expect(world.told).toEqual([]);
  });

  test.each(['', 'Basic abc'])('no key (%j)', async (authorization) => {
    const answer = await post(body, { url: '/in/alertmanager', authorization });
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'no-key']);
    expect(world.told).toEqual([]);
  });

  test('an unknown key', async () => {
    world.intake = async () => no({ code: 'unknown-key' });
    const answer = await post(body);
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'unknown-key']);
  });

  test('another method', async () => {
    const answer = await world.server.app.inject({ method: 'GET', url: `/in/alertmanager/${key}` });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  });
});

test('a group of 2,000 alerts is taken in one piece; more than 4 MB are not', async () => {
  const many = Array.from({ length: 2000 }, (_, at) =>
    member(`web-${at}`, { annotations: { summary: 'x'.repeat(500) } }),
  );
  const answer = await post(group(many));
  expect(answer.statusCode).toBe(200);
  expect(world.told[0]?.signals).toHaveLength(2000);
  const limit = 4 * 1024 * 1024;
  expect((await post(JSON.stringify(body).padEnd(limit, ' '))).statusCode).toBe(200);
  const large = await post(JSON.stringify(body).padEnd(limit + 1, ' '));
  expect(large.statusCode).toBe(413);
  expect(large.json().error.problems).toEqual(['body is larger than 4096 KB']);
});

test('a fault of ours is a 503 that asks for another try', async () => {
  world.intake = () => Promise.reject(new Error('SQLITE_BUSY'));
  const answer = await post(body);
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
  expect(answer.json().error).toMatchObject({ code: 'unavailable', reference: 'ref_1' });
});

test('no line of the log holds the key, and the metrics know the format', async () => {
  await post(body);
  await post('{');
  await post(group([{}]));
  await post(group([member('a'), {}]));
  world.intake = async () => no({ code: 'unknown-key' });
  await post(body);
  world.intake = () => Promise.reject(new Error('no'));
  await post(body);
  expect(world.lines.length).toBeGreaterThan(5);
  expect(JSON.stringify(world.lines)).not.toContain(key);
  const { body: metrics } = await world.metrics.render();
  expect(metrics).toContain('reveille_intake_requests_total{format="alertmanager",status="200"} 2');
});
