import { expect, test } from 'vitest';
import { parseChange } from '../../adapters/http/intake/pagerduty-change.ts';
import type { Change } from '../../src/service/port.ts';

function changed(payload: object, more: object = {}): Change {
  const parsed = parseChange({ routing_key: 'k', payload: { summary: 'Deploy 1.2.3', ...payload }, ...more });
  if (!parsed.ok) throw new Error(parsed.refusal.join('; '));
  return parsed.value.change;
}

test('a change with every published field', () => {
  const parsed = parseChange({
    routing_key: 'samplekeyhere',
    payload: {
      summary: ' Deploy 1.2.3 ',
      timestamp: '2020-07-17T08:42:58.315+0000',
      source: 'build-9999',
      custom_details: { build_state: 'passed', run_time: '1236s' },
    },
    links: [{ href: 'https://ci.example.com/build/2', text: 'Build' }],
  });
  expect(parsed).toEqual({
    ok: true,
    value: {
      key: 'samplekeyhere',
      change: {
        summary: 'Deploy 1.2.3',
        source: 'build-9999',
        links: [{ href: 'https://ci.example.com/build/2', text: 'Build' }],
        details: {
          timestamp: '2020-07-17T08:42:58.315+0000',
          custom_details: { build_state: 'passed', run_time: '1236s' },
        },
      },
    },
  });
});

test.each<[string, object, string[]]>([
  ['nothing', {}, ['routing_key is missing', 'payload is missing']],
  ['no key', { payload: { summary: 's' } }, ['routing_key is missing']],
  ['no summary', { routing_key: 'k', payload: {} }, ['payload.summary is missing']],
  ['a blank summary', { routing_key: 'k', payload: { summary: ' ' } }, ['payload.summary is empty']],
  ['a payload of text', { routing_key: 'k', payload: 's' }, ['payload must be an object']],
  [
    'wrong types, all of them named',
    { routing_key: 1, payload: { summary: ['s'] } },
    ['routing_key must be text', 'payload.summary must be text'],
  ],
])('refused: %s', (_what, body, problems) => {
  expect(parseChange({ ...body })).toEqual({ ok: false, refusal: problems });
});

test('too long texts are cut, too many links too, and what does not fit is kept', () => {
  const links = Array.from({ length: 25 }, (_, at) => ({ href: `https://example.com/${at}` }));
  const change = changed({ summary: 'é'.repeat(1025), source: 's'.repeat(1025) }, { links });
  expect(change.summary).toBe(`${'é'.repeat(1023)}…`);
  expect(change.source).toBe(`${'s'.repeat(1023)}…`);
  expect(change.links).toHaveLength(20);
  expect(change.details).toEqual({ links });
});

test('what is of another type than published is kept, not refused; no link but http and https', () => {
  const change = changed(
    { source: 7, custom_details: 'text' },
    { links: [{ href: 'javascript:alert(1)' }], team: 'a' },
  );
  expect(change).toEqual({
    summary: 'Deploy 1.2.3',
    source: null,
    links: [],
    details: { source: 7, custom_details: 'text', links: [{ href: 'javascript:alert(1)' }], team: 'a' },
  });
});

test('the routing key is in no detail', () => {
  expect(JSON.stringify(changed({}, { routing_key: 'secret' }))).not.toContain('secret');
});
