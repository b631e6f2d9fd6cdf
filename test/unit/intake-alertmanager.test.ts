import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Group, parseGroup } from '../../adapters/http/intake/alertmanager-group.ts';
import { readObject } from '../../adapters/http/intake/body.ts';
import type { Signal } from '../../src/incident/signal.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { group, member, over } from '../support/alertmanager-group.ts';

type Trigger = Extract<Signal, { action: 'trigger' }>;
const key = '{}:{alertname="HighCPU"}';

function accepted(alerts: unknown, change: object = {}): Group {
  const parsed = parseGroup(group(alerts, change));
  if (!parsed.ok) throw new Error(parsed.refusal.join('; '));
  return parsed.value;
}
function triggers(alerts: unknown, change: object = {}): Trigger[] {
  return accepted(alerts, change).signals.filter((signal) => signal.action === 'trigger');
}
function opening(alerts: unknown, change: object = {}): Trigger {
  const [first] = triggers(alerts, change);
  if (first === undefined) throw new Error('nothing fires');
  return first;
}

test('one alert, with everything that was sent of it', () => {
  expect(opening([member('web-3', { region: 'eu' })])).toEqual({
    action: 'trigger',
    key,
    alertKey: 'fp-web-3',
    summary: 'CPU on web-3 above 95 %',
    severity: 'warning',
    source: 'web-3',
    links: [
      { href: 'http://prometheus.example.com/graph?g0.expr=cpu', text: 'Source' },
      { href: 'http://alertmanager.example.com', text: 'Alertmanager' },
    ],
    details: {
      groupKey: key,
      receiver: 'reveille',
      groupLabels: { alertname: 'HighCPU' },
      externalURL: 'http://alertmanager.example.com',
      labels: { alertname: 'HighCPU', instance: 'web-3', severity: 'warning' },
      annotations: { summary: 'CPU on web-3 above 95 %' },
      startsAt: '2026-01-05T02:14:00.000Z',
      generatorURL: 'http://prometheus.example.com/graph?g0.expr=cpu',
      region: 'eu',
    },
    group: { summary: 'CPU on web-3 above 95 %', severity: 'warning' },
  });
});

test('those that fire come first, whatever the order in the body', () => {
  const { signals, firing, resolved } = accepted([member('web-1', over), member('web-2'), member('web-3', over)]);
  expect(signals.map(({ action, alertKey }) => `${action} ${alertKey}`)).toEqual([
    'trigger fp-web-2',
    'resolve fp-web-1',
    'resolve fp-web-3',
  ]);
  expect([firing, resolved]).toEqual([1, 2]);
  expect(new Set(signals.map((signal) => signal.key))).toEqual(new Set([key]));
});

test.each<[string, unknown[], object, string]>([
  [
    'the summary that all share',
    [member('a'), member('b')],
    { commonAnnotations: { summary: ' CPU is\n  high ', title: 'No' } },
    'CPU is high',
  ],
  ['a title', [member('a'), member('b')], { commonAnnotations: { title: 'CPU', description: 'No' } }, 'CPU'],
  [
    'a description',
    [member('a'), member('b')],
    { commonAnnotations: { summary: ' ', description: 'It burns' } },
    'It burns',
  ],
  ['the only one that fires', [member('a'), member('b', over)], {}, 'CPU on a above 95 %'],
  ['the name, for several', [member('a'), member('b')], {}, 'HighCPU'],
  [
    'the name with the labels it is grouped by',
    [member('a'), member('b')],
    { groupLabels: { alertname: 'HighCPU', cluster: 'eu', severity: 'warning', job: 'node' } },
    'HighCPU (cluster=eu, job=node)',
  ],
  [
    'several names',
    ['A', 'B', 'B', 'C', 'D', 'E'].map((alertname) => member(alertname, { labels: { alertname } })),
    { groupLabels: { cluster: 'eu' } },
    'A, B, C and 2 more (cluster=eu)',
  ],
  [
    'labels alone',
    [member('a', { labels: { job: 'node' }, annotations: {} })],
    { groupLabels: {} },
    'Alert (job=node)',
  ],
  [
    'words of wrong types are none',
    [member('a', { annotations: 'text' })],
    { commonAnnotations: { summary: 7 }, groupLabels: 'x' },
    'HighCPU (instance=a)',
  ],
  [
    'what was left out is said',
    [member('a'), member('b')],
    { truncatedAlerts: 5 },
    'HighCPU (and 5 more that Alertmanager left out)',
  ],
])('the incident is called by %s', (_what, alerts, change, summary) => {
  expect(opening(alerts, change).group?.summary).toBe(summary);
});

test('a summary that is too long is cut, and still says what was left out', () => {
  const { group, details } = opening([member('a')], {
    commonAnnotations: { summary: 'x'.repeat(2000) },
    truncatedAlerts: 12,
  });
  expect(group?.summary).toHaveLength(1024);
  expect(group?.summary).toMatch(/x… \(and 12 more that Alertmanager left out\)$/);
  expect(details.truncatedAlerts).toBe(12);
});

test.each([0, -1, 1.5, 'many', null, undefined])('truncatedAlerts %j says nothing', (truncatedAlerts) => {
  const { group, details } = opening([member('a')], { truncatedAlerts });
  expect(group?.summary).toBe('CPU on a above 95 %');
  expect(details).not.toHaveProperty('truncatedAlerts');
});

test.each<[string | undefined, string]>([
  ['critical', 'critical'],
  ['page', 'critical'],
  ['Warning', 'warning'],
  ['warn', 'warning'],
  [' error ', 'error'],
  ['info', 'info'],
  ['none', 'info'],
  ['whatever', 'critical'],
  ['constructor', 'critical'],
  ['', 'critical'],
  [undefined, 'critical'],
])('severity %j is %s', (severity, expected) => {
  const labels = { alertname: 'A', ...(severity !== undefined && { severity }) };
  const trigger = opening([member('a', { labels })], { commonLabels: labels });
  expect([trigger.severity, trigger.group?.severity]).toEqual([expected, expected]);
});

test.each<[string[], string]>([
  [['info', 'error', 'warning'], 'error'],
  [['none', 'info'], 'info'],
  [['info', 'page'], 'critical'],
])('of the severities %j the incident has the worst', (words, expected) => {
  const alerts = words.map((severity, at) => member(`web-${at}`, { labels: { alertname: 'A', severity } }));
  const ended = member('web-9', { ...over, labels: { alertname: 'A', severity: 'critical' } });
  expect(opening([...alerts, ended], { commonLabels: { alertname: 'A' } }).group?.severity).toBe(expected);
});

test('the links that help come first; whatever is not http or https is none', () => {
  const annotations = { runbook_url: 'https://wiki.example.com/cpu', dashboard: 'https://grafana.example.com/d/1' };
  expect(opening([member('a', { annotations })]).links.map(({ text }) => text)).toEqual([
    'Runbook',
    'Dashboard',
    'Source',
    'Alertmanager',
  ]);
  const bad = { runbook_url: 'javascript:alert(1)', dashboard: '/d/1', summary: 's' };
  const change = { externalURL: 'file:///etc/passwd' };
  const { links, details } = opening([member('a', { annotations: bad, generatorURL: 'not a url' })], change);
  expect(links).toEqual([]);
  expect(details).toMatchObject({ annotations: bad, generatorURL: 'not a url', externalURL: 'file:///etc/passwd' });
});

test('without an instance the source is Alertmanager itself', () => {
  expect(opening([member('a', { labels: { alertname: 'A' } })]).source).toBe('Alertmanager');
});

test('a group key of 10,000 characters is the same key every time, and another for another', () => {
  const long = `{}:{path="${'x'.repeat(10_000)}"}`;
  const first = accepted([member('a')], { groupKey: long });
  expect(first.key).toHaveLength(255);
  expect(accepted([member('a', over)], { groupKey: long }).signals[0]?.key).toBe(first.key);
  expect(accepted([member('a')], { groupKey: `${long}y` }).key).not.toBe(first.key);
});

test.each([undefined, null, '', 7])('without a group key (%j) the group is what it is grouped by', (groupKey) => {
  const change = { groupKey, groupLabels: { a: '1', b: '2' } };
  const { key: made } = accepted([member('a')], change);
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(accepted([member('b', over)], { groupKey, groupLabels: { b: '2', a: '1' } }).key).toBe(made);
  expect(accepted([member('a')], { ...change, receiver: 'other' }).key).not.toBe(made);
});

test('without anything that names the group each alert stands for itself', () => {
  const { key: none, signals } = accepted([member('a'), member('b', over)], { groupKey: 7, groupLabels: null });
  expect(none).toBeNull();
  expect(signals.map((signal) => [signal.key, signal.alertKey])).toEqual([
    ['fp-a', 'fp-a'],
    ['fp-b', 'fp-b'],
  ]);
  expect(signals[0]).not.toHaveProperty('group');
});

test.each([undefined, null, ' ', 7])(
  'without a fingerprint (%j) the labels name the alert, in any order',
  (fingerprint) => {
    const keyOf = (labels: object) => opening([member('a', { fingerprint, labels })]).alertKey;
    expect(keyOf({ b: '2', a: '1' })).toBe(keyOf({ a: '1', b: '2' }));
    expect(keyOf({ a: '1', b: '2' })).not.toBe(keyOf({ a: '1', b: '3' }));
    expect(keyOf({ a: '1' })).toMatch(/^[0-9a-f]{64}$/);
  },
);

test('of a half-broken batch the good ones are taken and the others said', () => {
  const { signals, skipped } = accepted([
    member('a'),
    'text',
    member('b', { labels: undefined }),
    member('c', { labels: {} }),
    member('d', { labels: ['x'] }),
    member('e', { labels: { alertname: 'A', instance: 5 } }),
    member('f', { status: 'flapping' }),
    member('g', { status: undefined }),
    null,
  ]);
  expect(signals.map((signal) => signal.alertKey)).toEqual(['fp-a', 'fp-g']);
  expect(skipped).toEqual([
    'alerts.1 must be an object',
    'alerts.2.labels is missing',
    'alerts.3.labels is empty',
    'alerts.4.labels must be an object',
    'alerts.5.labels.instance must be text',
    'alerts.6.status must be firing or resolved',
    'alerts.8 is missing',
  ]);
});

test.each<[string, object, string[]]>([
  ['nothing', { alerts: undefined }, ['alerts is missing']],
  ['no list', { alerts: {} }, ['alerts must be a list']],
  ['an empty list', { alerts: [] }, ['alerts is empty']],
  [
    'nothing but broken ones',
    { alerts: [member('a', { labels: 7, status: 8 }), 9] },
    ['alerts.0.labels must be an object', 'alerts.0.status must be firing or resolved', 'alerts.1 must be an object'],
  ],
])('refused: %s', (_what, change, problems) => {
  expect(parseGroup(group([], change))).toEqual({ ok: false, refusal: problems });
});

test('of very many problems the first are named and the others counted', () => {
  const parsed = parseGroup(group(Array.from({ length: 1000 }, () => 'x')));
  if (parsed.ok) throw new Error('taken');
  expect(parsed.refusal).toHaveLength(51);
  expect(parsed.refusal.at(-1)).toBe('and 950 more problems');
});

const recording = z.object({ requests: z.array(z.object({ body: z.string() })) });
test('what Alertmanager 0.25 really sends', () => {
  const file = join(packageRoot, 'test/unit/fixtures/alertmanager-0.25-webhook.json');
  const { requests } = recording.parse(JSON.parse(readFileSync(file, 'utf8')));
  const told = requests.map(({ body }) => {
    const read = readObject(Buffer.from(body));
    if (!read.ok) throw new Error(read.refusal);
    const parsed = parseGroup(read.value);
    if (!parsed.ok) throw new Error(parsed.refusal.join('; '));
    return parsed.value;
  });
  expect(told.map(({ signals }) => signals.map(({ action, alertKey }) => `${action} ${alertKey}`))).toEqual([
    ['trigger 98d4453844b38028'],
    ['trigger 98d4453844b38028', 'trigger 3fffed06a309bf05'],
    ['trigger 3fffed06a309bf05', 'resolve 98d4453844b38028'],
    ['resolve 3fffed06a309bf05'],
  ]);
  expect(new Set(told.map((one) => one.key))).toEqual(new Set([key]));
  expect(told[0]?.signals[0]).toMatchObject({
    summary: 'CPU on web-3 above 95 %',
    severity: 'warning',
    source: 'web-3',
    links: [{ text: 'Runbook' }, { text: 'Source' }, { text: 'Alertmanager' }],
    group: { summary: 'CPU on web-3 above 95 %' },
  });
  expect(told.flatMap((one) => one.skipped)).toEqual([]);
});
