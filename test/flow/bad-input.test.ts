import { afterEach, beforeEach, expect, test } from 'vitest';
import { group, member, over } from '../support/alertmanager-group.ts';
import { type Edge, edgeOf } from '../support/edge.ts';
import { makeWorld, type World, webKey } from '../support/world.ts';

let world: World;
let edge: Edge;
beforeEach(async () => {
  world = await makeWorld();
  edge = edgeOf(world);
});
afterEach(() => world.close());

const url = `/in/alertmanager/${webKey}`;
/** As bytes, with any declared type; what was answered. */
const send = async (to: string, payload: string, type = 'application/json') => {
  const answer = await edge.server.app.inject({ method: 'POST', url: to, payload, headers: { 'content-type': type } });
  await world.settle();
  return answer;
};
const count = async (status: string): Promise<number> => {
  const { db, t } = world.store.read;
  return (await db.select().from(t.alert)).filter((alert) => alert.status === status).length;
};
/** A 4xx is said in the log: somebody's alerts do not arrive. */
const warned = (): string[] => world.log.complaints.splice(0).map(({ level, message }) => `${level}: ${message}`);

test('a group of 5,000 alerts is one incident, one card and one page; all of it repeats, and all of it ends', async () => {
  const many = (change = {}): object[] => Array.from({ length: 5000 }, (_, at) => member(`web-${at}`, change));
  expect((await edge.post(url, group(many()))).status).toBe(200);
  expect(await count('firing')).toBe(5000);
  expect(world.card()).toContain('5000 alerts');
  expect(world.thread().filter((line) => line.includes('➕'))).toHaveLength(20);
  expect((await edge.post(url, group(many()))).result).toBe('repeated');
  expect((await edge.post(url, group(many(over)))).result).toBe('resolved');
  expect(await count('resolved')).toBe(5000);
  expect(world.card()).toContain('🟢 #1');
  expect([world.cards('C0OPS').length, world.cards('D0ADA').length, world.cards('D0BO').length]).toEqual([1, 1, 0]);
});

test('a group key of 10,000 characters names one incident; another that ends otherwise names another', async () => {
  const long = (end: string): object => ({ groupKey: `${'k'.repeat(10_000)}${end}` });
  expect((await edge.post(url, group([member('a')], long('1')))).result).toBe('opened');
  expect((await edge.post(url, group([member('a')], long('1')))).result).toBe('repeated');
  expect((await edge.post(url, group([member('a')], long('2')))).result).toBe('opened');
  expect((await edge.post(url, group([member('a', over)], long('1')))).result).toBe('resolved');
});

test('of a half-broken group the good alerts are taken, and what is wrong with the others is said', async () => {
  const broken = [
    null,
    7,
    'text',
    [],
    {},
    { labels: {} },
    { labels: { alertname: 7 } },
    { labels: { a: 'b' }, status: 'odd' },
  ];
  const answer = await send(url, JSON.stringify(group([...broken, member('web-3')])));
  expect([answer.statusCode, answer.json()]).toMatchObject([200, { alerts: { firing: 1, skipped: broken.length } }]);
  expect(answer.json().problems).toEqual([
    'alerts.0 is missing',
    'alerts.1 must be an object',
    'alerts.2 must be an object',
    'alerts.3 must be an object',
    'alerts.4.labels is missing',
    'alerts.5.labels is empty',
    'alerts.6.labels.alertname must be text',
    'alerts.7.status must be firing or resolved',
  ]);
  expect(world.card()).toContain('#1');
  expect(warned()).toEqual(['warn: alerts of a group were skipped']);
});

test('deep and huge annotations, an unknown severity and fields of other types are kept, and the card can be read', async () => {
  const labels = { alertname: 'HighCPU', instance: 'i'.repeat(50_000), severity: 'apocalyptic', __proto__: 'x' };
  const deep = 'a place for what JSON.stringify cannot write';
  const annotations = { summary: 's'.repeat(300_000), deep, list: [1, null, true], runbook_url: 'javascript:alert(1)' };
  const odd = { labels, annotations, generatorURL: { a: 1 }, startsAt: 12, fingerprint: 9 };
  const body = JSON.stringify(
    group([member('web-3', odd)], { commonLabels: 'none', commonAnnotations: 7, externalURL: [] }),
  );
  const answer = await send(url, body.replace(`"${deep}"`, `${'{"deep":'.repeat(5000)}7${'}'.repeat(5000)}`));
  expect(answer.statusCode).toBe(200);
  expect(world.card()).toContain(`critical · Web shop`);
  expect(world.card()).not.toContain('javascript:');
  expect(world.card().length).toBeLessThan(2000);
  const { db, t } = world.store.read;
  expect(JSON.stringify((await db.select().from(t.alert))[0]?.details)).toContain('"list":[1,null,true]');
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'nonsense', '', 'application/json; charset=utf-16'])(
  'JSON that is declared as %j is taken for what it is',
  async (type) => {
    const event = { routing_key: webKey, event_action: 'trigger', dedup_key: 'cpu', payload: { summary: 'CPU' } };
    expect((await send('/v2/enqueue', JSON.stringify(event), type)).statusCode).toBe(202);
    expect((await send(url, JSON.stringify(group([member('web-3')])), type)).statusCode).toBe(200);
  },
);

test.each([
  ['half of it', '{"alerts": [', 'body is not valid JSON'],
  ['a form', 'payload=%7B%7D', 'body is not valid JSON'],
  ['nothing', '', 'body is empty'],
  ['a list', '[]', 'body must be a JSON object'],
  ['brackets and nothing else', '['.repeat(100_000), 'body is not valid JSON'],
  ['an empty group', JSON.stringify(group([])), 'alerts is empty'],
])('%s is a 400 that says so, and nothing comes of it', async (_, payload, problem) => {
  const answer = await send(url, payload);
  expect([answer.statusCode, answer.json().error.problems]).toEqual([400, [problem]]);
  expect(edge.arrived).toEqual([]);
  expect(warned()).toEqual([`warn: This cannot be accepted: ${problem}.`]);
});

test('512 KB in one text are taken and shown cut; the same and a little more are not, and that is said', async () => {
  const of = (length: number): string => {
    const empty = JSON.stringify({ routing_key: webKey, event_action: 'trigger', payload: { summary: '' } }).length;
    const summary = 'x'.repeat(length - empty);
    return JSON.stringify({ routing_key: webKey, event_action: 'trigger', payload: { summary } });
  };
  expect((await send('/v2/enqueue', of(512 * 1024))).statusCode).toBe(202);
  expect(world.card()).toContain(`${'x'.repeat(1023)}…`);
  const answer = await send('/v2/enqueue', of(512 * 1024 + 1));
  expect([answer.statusCode, answer.json().errors]).toEqual([413, ['body is larger than 512 KB']]);
  expect(warned()).toEqual(['warn: The body is too large.']);
});
