import { describe, expect, it } from 'vitest';
import { planLines, sayChange, sayDeletions } from '../../adapters/cli/plan-words.ts';
import type { Change } from '../../src/team-file/commands.ts';

const person: Change = { section: 'people', noun: 'person', key: 'ada', action: 'change', fields: [] };
const key: Change = { section: 'services', noun: 'key', key: 'grafana', service: 'web', action: 'add', fields: [] };
const account: Change = { section: 'account', noun: 'account', key: 'acme', action: 'add', fields: [] };

describe('a change in words', () => {
  it.each<[Change, string, string]>([
    [account, 'add account acme', 'added account acme'],
    [{ ...account, noun: 'slack', key: '', action: 'connect' }, 'connect Slack', 'connected Slack'],
    [
      { ...account, noun: 'discord', key: '300000000000000001', action: 'connect' },
      'connect Discord 300000000000000001',
      'connected Discord 300000000000000001',
    ],
    [{ ...person, action: 'rename', was: 'bo' }, 'rename person bo to ada', 'renamed person bo to ada'],
    [{ ...person, action: 'enable' }, 'enable person ada', 'enabled person ada'],
    [{ ...person, action: 'disable' }, 'disable person ada', 'disabled person ada'],
    [{ ...person, action: 'delete' }, 'delete person ada', 'deleted person ada'],
    [key, 'add key grafana of service web', 'added key grafana of service web'],
    [
      { ...key, action: 'rename', was: 'a b' },
      'rename key "a b" of service web to grafana',
      'renamed key "a b" of service web to grafana',
    ],
    [
      { ...key, action: 'change', fields: [{ name: 'value', secret: true }] },
      'change key grafana of service web: value (not shown)',
      'changed key grafana of service web: value (not shown)',
    ],
    [
      {
        ...person,
        fields: [
          { name: 'role', from: 'owner', to: 'admin' },
          { name: 'email', to: 'ada@example.com' },
        ],
      },
      'change person ada: role owner → admin, email none → ada@example.com',
      'changed person ada: role owner → admin, email none → ada@example.com',
    ],
  ])('%# is said before and after', (change, before, after) => {
    expect(sayChange(change, false)).toBe(before);
    expect(sayChange(change, true)).toBe(after);
  });

  it.each<[unknown, string]>([
    ['Zoë', 'Zoë'],
    ['Ada Lovelace', '"Ada Lovelace"'],
    ['none', '"none"'],
    ['a\nb', '"a\\nb"'],
    ['\u001b[31mred', '"\\u001b[31mred"'],
    ['\u009b31mred', '"\\u009b31mred"'],
    ['\u202eabc', '"\\u202eabc"'],
    [3, '3'],
    [false, 'false'],
    [{ page: ['person/ada', 'person/bo'], wait: '5m' }, '{ page: [person/ada, person/bo], wait: 5m }'],
  ])('shows the value %j in one line, and gives a terminal no orders', (to, words) => {
    expect(sayChange({ ...person, fields: [{ name: 'x', to }] }, false)).toBe(`change person ada: x none → ${words}`);
  });
});

it('changes stand under the name of their section', () => {
  expect(planLines([account, person, { ...person, key: 'bo' }, key], false)).toEqual([
    'account',
    '  add account acme',
    'people',
    '  change person ada',
    '  change person bo',
    'services',
    '  add key grafana of service web',
  ]);
});

const service: Change = { section: 'services', noun: 'service', key: 'db', action: 'delete', fields: [] };

it.each<[readonly Change[], string]>([
  [[person], '1 person: ada'],
  [[person, { ...person, key: 'bo' }, { ...person, noun: 'policy', key: 'day' }], '2 people: ada, bo; 1 policy: day'],
  [[service, { ...key, key: 'a b' }, key], '1 service: db; 2 keys: "a b" of web, grafana of web'],
])('%# what goes is counted and named', (deletions, words) => {
  expect(sayDeletions(deletions)).toBe(words);
});
