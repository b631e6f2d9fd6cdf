import { expect, test } from 'vitest';
import { parseCall, type Verb } from '../../adapters/http/intake/reveille-call.ts';

const made = 'f'.repeat(32);
const parse = (verb: Verb, body: object) => parseCall(verb, { ...body }, () => made);

test.each<[Verb, object, string[]]>([
  ['trigger', {}, ['message is missing']],
  ['trigger', { message: ' ' }, ['message is empty']],
  ['trigger', { message: 5, key: 6 }, ['message must be text', 'key must be text']],
  ['acknowledge', {}, ['key is missing']],
  ['resolve', { key: null }, ['key is missing']],
  ['resolve', { key: 142 }, ['key must be text']],
])('%s %j is refused', (verb, body, refusal) => {
  expect(parse(verb, body)).toEqual({ ok: false, refusal });
});

test('all that was sent is kept', () => {
  const body = {
    message: 'Disk full',
    description: 'Not much left',
    key: 'web-3/disk',
    severity: 'warning',
    details: { free: '1 %', description: 'inner' },
    host: 'web-3',
  };
  expect(parse('trigger', body)).toEqual({
    ok: true,
    value: {
      action: 'trigger',
      key: 'web-3/disk',
      alertKey: 'web-3/disk',
      summary: 'Disk full',
      severity: 'warning',
      source: null,
      links: [],
      details: { free: '1 %', description: 'inner', 'event.description': 'Not much left', host: 'web-3' },
    },
  });
});

test('a message alone is enough', () => {
  expect(parse('trigger', { message: 'Disk full', details: 'none', severity: 'bad' })).toMatchObject({
    ok: true,
    value: { key: made, severity: 'critical', details: { details: 'none', severity: 'bad' } },
  });
});

test('too long text is cut, a too long key shortened alike for all verbs', () => {
  const key = 'k'.repeat(300);
  const trigger = parse('trigger', { message: 'm'.repeat(2000), key });
  const resolve = parse('resolve', { key });
  if (!trigger.ok || !resolve.ok || trigger.value.action !== 'trigger') throw new Error('refused');
  expect(trigger.value.summary).toHaveLength(1024);
  expect(trigger.value.key).toHaveLength(255);
  expect(resolve.value.key).toBe(trigger.value.key);
});
