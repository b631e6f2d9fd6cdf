import { expect, test } from 'vitest';
import { proposed, readLine } from '../../sandbox/page/discord/command-line.ts';

const text = { type: 3, description: 'D' };
const incident = { ...text, name: 'incident', required: true, autocomplete: true };
const commands = [
  {
    name: 'incident',
    description: 'Incidents',
    options: [
      { type: 1, name: 'list', description: 'L', options: [{ ...text, name: 'service', autocomplete: true }] },
      { type: 1, name: 'note', description: 'N', options: [incident, { ...text, name: 'text', required: true }] },
      {
        type: 1,
        name: 'escalate',
        description: 'E',
        options: [incident, { type: 4, name: 'rule', description: 'R' }],
      },
      {
        type: 1,
        name: 'show',
        description: 'S',
        options: [
          { type: 5, name: 'mine', description: 'M' },
          { ...text, name: 'which', choices: [{ name: 'open', value: 'open' }] },
        ],
      },
    ],
  },
];

test.each([
  ['/', ['/incident']],
  ['/inc', ['/incident']],
  ['/incident ', ['/incident list', '/incident note', '/incident escalate', '/incident show']],
  ['/incident es', ['/incident escalate']],
  ['/incident list', ['service:']],
  ['/incident note incident:12 ', ['text:']],
  ['/incident show ', ['mine:', 'which:']],
  ['/incident show mine:', ['true', 'false']],
  ['/incident show which:o', ['open']],
  ['/nothing', []],
])('after %j may stand %j', (line, labels) => {
  expect(readLine(commands, line).proposals.map((each) => each.label)).toEqual(labels);
});

test.each([
  ['/incident list', 'incident list', {}],
  ['/incident note incident:12 text:it was: the cache', 'incident note', { incident: '12', text: 'it was: the cache' }],
  ['/incident note text:a b incident:12', 'incident note', { text: 'a b', incident: '12' }],
  ['/incident escalate incident:12 rule:2', 'incident escalate', { incident: '12', rule: 2 }],
  ['/incident show mine:false', 'incident show', { mine: false }],
])('%j is %j with %j', (line, name, values) => {
  expect(readLine(commands, line)).toMatchObject({ name, values, missing: null });
});

test.each([
  ['/', 'Choose what follows.'],
  ['/incident', 'Choose what follows.'],
  ['/nothing', 'There is no /nothing.'],
  ['/incident note incident:12', 'Still to be said: text (D)'],
])('%j cannot be sent: %s', (line, missing) => {
  expect(readLine(commands, line).missing).toBe(missing);
});

test('what the app completes is asked for while it is typed, and stands in the line once it is chosen', () => {
  const typed = readLine(commands, '/incident note incident:1');
  expect(typed.completes).toEqual({ option: 'incident', before: '/incident note incident:' });
  expect(typed.values).toEqual({ incident: '1' });
  const [first] = proposed([{ name: '#12 Disk full', value: '12' }], '/incident note incident:');
  expect(first).toEqual({ line: '/incident note incident:12 ', label: '#12 Disk full', why: '' });
  expect(readLine(commands, first?.line ?? '').completes).toBeNull();
});
