import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readObject } from '../../adapters/http/intake/body.ts';
import { parseEvent } from '../../adapters/http/intake/pagerduty-event.ts';
import type { Signal } from '../../src/incident/signal.ts';
import { packageRoot } from '../../src/lib/package-root.ts';

const made = 'f'.repeat(32);
const parse = (body: object) => parseEvent({ ...body }, () => made);
const trigger = (payload: object, more: object = {}) =>
  parse({ routing_key: 'k', event_action: 'trigger', payload: { summary: 'Disk full', ...payload }, ...more });
function accepted(parsed: ReturnType<typeof parse>): Signal {
  if (!parsed.ok) throw new Error(parsed.refusal.join('; '));
  return parsed.value.signal;
}
function triggered(parsed: ReturnType<typeof parse>): Extract<Signal, { action: 'trigger' }> {
  const signal = accepted(parsed);
  if (signal.action !== 'trigger') throw new Error('not a trigger');
  return signal;
}

test.each<[string, object, string[]]>([
  ['nothing', {}, ['routing_key is missing', 'event_action must be trigger, acknowledge or resolve']],
  ['no key', { event_action: 'trigger', payload: { summary: 's' } }, ['routing_key is missing']],
  ['an empty key', { routing_key: ' ', event_action: 'trigger', payload: { summary: 's' } }, ['routing_key is empty']],
  [
    'another action',
    { routing_key: 'k', event_action: 'snooze' },
    ['event_action must be trigger, acknowledge or resolve'],
  ],
  ['no payload', { routing_key: 'k', event_action: 'trigger' }, ['payload is missing']],
  ['no summary', { routing_key: 'k', event_action: 'trigger', payload: {} }, ['payload.summary is missing']],
  [
    'a blank summary',
    { routing_key: 'k', event_action: 'trigger', payload: { summary: '  ' } },
    ['payload.summary is empty'],
  ],
  [
    'wrong types, all of them named',
    { routing_key: 1, event_action: 'trigger', dedup_key: {}, payload: { summary: ['s'] } },
    ['routing_key must be text', 'dedup_key must be text', 'payload.summary must be text'],
  ],
  ['a payload of text', { routing_key: 'k', event_action: 'trigger', payload: 's' }, ['payload must be an object']],
  ['an acknowledge without key', { routing_key: 'k', event_action: 'acknowledge' }, ['dedup_key is missing']],
  ['a resolve with an empty key', { routing_key: 'k', event_action: 'resolve', dedup_key: '' }, ['dedup_key is empty']],
])('refused: %s', (_what, body, problems) => {
  expect(parse(body)).toEqual({ ok: false, refusal: problems });
});

test('an event with every published field', () => {
  const parsed = parse({
    routing_key: 'e93facc04764012d7bfb002500d5d1a6',
    dedup_key: 'srv01/mysql',
    event_action: 'trigger',
    client: 'Sample Monitoring Service',
    client_url: 'https://monitoring.example.com',
    links: [{ href: 'http://pagerduty.example.com', text: 'Runbook' }, { href: 'https://example.com/2' }],
    images: [{ src: 'https://example.com/graph.png', href: 'https://example.com/graph', alt: 'Graph' }],
    payload: {
      summary: 'DISK at 99% on machine prod-datapipe03.example.com',
      timestamp: '2015-07-17T08:42:58.315+0000',
      severity: 'warning',
      source: 'prod-datapipe03.example.com',
      component: 'mysql',
      group: 'prod-datapipe',
      class: 'disk',
      custom_details: { 'free space': '1%', 'load avg': 0.75 },
    },
  });
  expect(parsed).toEqual({
    ok: true,
    value: {
      key: 'e93facc04764012d7bfb002500d5d1a6',
      signal: {
        action: 'trigger',
        key: 'srv01/mysql',
        alertKey: 'srv01/mysql',
        summary: 'DISK at 99% on machine prod-datapipe03.example.com',
        severity: 'warning',
        source: 'prod-datapipe03.example.com',
        links: [
          { href: 'https://monitoring.example.com', text: 'Sample Monitoring Service' },
          { href: 'http://pagerduty.example.com', text: 'Runbook' },
          { href: 'https://example.com/2', text: 'Link' },
          { href: 'https://example.com/graph', text: 'Graph' },
          { href: 'https://example.com/graph.png', text: 'Graph' },
        ],
        details: {
          timestamp: '2015-07-17T08:42:58.315+0000',
          component: 'mysql',
          group: 'prod-datapipe',
          class: 'disk',
          custom_details: { 'free space': '1%', 'load avg': 0.75 },
        },
      },
    },
  });
});

test.each<[unknown, string]>([
  ['critical', 'critical'],
  ['Warning', 'warning'],
  ['info', 'info'],
  ['P1', 'critical'],
  [undefined, 'critical'],
  [7, 'critical'],
])('severity %j is %s', (severity, expected) => {
  expect(triggered(trigger({ severity })).severity).toBe(expected);
});

test('what does not fit its field refuses nothing and is kept', () => {
  const signal = triggered(
    trigger(
      { severity: 'P1', source: 7, host: 'web-3' },
      { client: 'Nagios', links: 'https://example.com', images: [{ src: 'data:x' }], region: 'eu', host: 'outer' },
    ),
  );
  expect(signal).toMatchObject({ severity: 'critical', source: null, links: [] });
  expect(signal.details).toEqual({
    severity: 'P1',
    source: 7,
    client: 'Nagios',
    links: 'https://example.com',
    images: [{ src: 'data:x' }],
    region: 'eu',
    host: 'web-3',
    'event.host': 'outer',
  });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '/relative',
  `https://x/${'a'.repeat(2048)}`,
])('no link to %s', (href) => {
  const signal = triggered(trigger({}, { client_url: href, links: [{ href }, { href: 'https://example.com' }] }));
  expect(signal.links).toEqual([{ href: 'https://example.com', text: 'Link' }]);
  expect(signal.details).toMatchObject({ client_url: href, links: [{ href }, { href: 'https://example.com' }] });
});

test('the routing key is in no detail', () => {
  expect(
    JSON.stringify(accepted(parse({ routing_key: 'secret', event_action: 'trigger', payload: { summary: 's' } }))),
  ).not.toContain('secret');
});

test('a summary of more than 1024 is cut', () => {
  const { summary } = triggered(trigger({ summary: 'é'.repeat(1025) }));
  expect(summary).toBe(`${'é'.repeat(1023)}…`);
});

test('a key of more than 255 is shortened, the same for a trigger and its resolve, another for another', () => {
  const long = 'disk/'.repeat(60);
  const key = triggered(trigger({}, { dedup_key: long })).key;
  expect(key).toMatch(/^disk\/disk\/.*…[0-9a-f]{64}$/);
  expect(key).toHaveLength(255);
  expect(accepted(parse({ routing_key: 'k', event_action: 'resolve', dedup_key: long })).key).toBe(key);
  expect(triggered(trigger({}, { dedup_key: `${long}x` })).key).not.toBe(key);
  expect(triggered(trigger({}, { dedup_key: 'd'.repeat(255) })).key).toBe('d'.repeat(255));
});

test.each([undefined, null, ''])('a trigger with the key %j is given one', (dedup_key) => {
  expect(triggered(trigger({}, { dedup_key }))).toMatchObject({ key: made, alertKey: made });
});

test('an acknowledge needs no payload and minds none', () => {
  const signal = accepted(parse({ routing_key: 'k', event_action: 'acknowledge', dedup_key: 'd', payload: 'x' }));
  expect(signal).toEqual({ action: 'acknowledge', key: 'd', alertKey: 'd' });
});

const recording = z.object({ requests: z.array(z.object({ body: z.string() })) });
test('what Alertmanager 0.25 really sends', () => {
  const file = join(packageRoot, 'test/unit/fixtures/alertmanager-0.25-pagerduty.json');
  const { requests } = recording.parse(JSON.parse(readFileSync(file, 'utf8')));
  const signals = requests.map(({ body }) => {
    const read = readObject(Buffer.from(body));
    if (!read.ok) throw new Error(read.refusal);
    return accepted(parse(read.value));
  });
  const key = '706ef1df930ff29d39b1cc9bedf776aed66c29ba6ecedcdf9b892bc0d766694e';
  expect(signals).toEqual([
    {
      action: 'trigger',
      key,
      alertKey: key,
      summary: '[FIRING:1] HighCPU web-3 (warning)',
      severity: 'error',
      source: 'Alertmanager',
      links: [{ href: 'http://vm:17784/#/alerts?receiver=reveille', text: 'Alertmanager' }],
      details: {
        custom_details: {
          firing: expect.stringContaining('CPU on web-3 above 95 %'),
          num_firing: '1',
          num_resolved: '0',
          resolved: '',
        },
      },
    },
    { action: 'resolve', key, alertKey: key },
  ]);
});
