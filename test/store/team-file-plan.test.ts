import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planLines } from '../../adapters/cli/plan-words.ts';
import { attempt } from '../../src/db/attempt.ts';
import { newId } from '../../src/lib/ids.ts';
import { applyTeamFile, lookAhead } from '../../src/team-file/apply.ts';
import { readTeamFile } from '../../src/team-file/read.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { rowsOf } from '../support/rows.ts';
import { applyText, countedKeys, operator, planText, pruneText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';
const otherKey = 'aaaabbbbccccddddeeeeffffgggg2222';
const team = `account: acme
connect: { slack: T0ACME }
notices: { slack: C0OWNERS }
people:
  ada: { name: Ada, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, slack: U0BO }
policies:
  default:
    loops: 2
    rules:
      - { page: [person/ada], wait: 5m }
      - { page: [person/bo, person/ada], wait: 10m }
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: alertmanager, value: ${webKey} }
`;

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const apply = (text: string) => applyText(database.store, text, now);
const plan = async (text: string) => planLines(await planText(database.store, text, now), false);
/** `team` with one thing written otherwise; throws when that thing is not there. */
function but(from: string, to: string, text = team): string {
  if (!text.includes(from)) throw new Error(`there is no ${from}`);
  return text.replace(from, to);
}

describe('the plan of a new account', () => {
  it('says what is made and what it is, by section', async () => {
    expect(await plan(team)).toEqual([
      'account',
      '  add account acme',
      '  change where owners are told: slack none → C0OWNERS',
      '  connect Slack T0ACME',
      'people',
      '  add person ada: name Ada, email ada@example.com, zone Europe/London, role owner, slack U0ADA',
      '  add person bo: name Bo, zone America/Chicago, role responder, slack U0BO',
      'policies',
      '  add policy default: loops 2, rule 1 { page: [person/ada], wait: 5m }, rule 2 { page: [person/bo, person/ada], wait: 10m }',
      'services',
      '  add service web: name "Web shop", policy default, channel { slack: C0OPS }',
      '  add key alertmanager of service web',
    ]);
  });

  it('needs no database', async () => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    const made = await lookAhead(null, countedKeys(), operator, read.value.file, now);
    expect(made.ok && planLines(made.value.changes, false)).toEqual(await plan(team));
  });
});

describe('the plan of a file against an account', () => {
  beforeEach(async () => {
    await apply(team);
  });

  it('is empty where everything is so', async () => {
    expect(await plan(team)).toEqual([]);
    expect(await plan(but('wait: 5m', 'wait: 300s'))).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['a name', but('name: Ada,', 'name: Ada Lovelace,'), ['people', '  change person ada: name Ada → "Ada Lovelace"']],
    [
      'several fields',
      but('{ name: Bo, zone: America/Chicago', '{ name: Bo, zone: UTC, role: admin, email: b@example.com'),
      ['people', '  change person bo: email none → b@example.com, zone America/Chicago → UTC, role responder → admin'],
    ],
    [
      'what is gone',
      but(' email: ada@example.com,', ''),
      ['people', '  change person ada: email ada@example.com → none'],
    ],
    ['a Slack id', but('U0BO', 'U0NEW'), ['people', '  change person bo: slack U0BO → U0NEW']],
    ['a Slack id that is not said any more', but(', slack: U0BO', ''), []],
    ['somebody out of use', but('slack: U0BO', 'slack: U0BO, enabled: false'), ['people', '  disable person bo']],
    [
      'a new name, and what refers to it',
      but('bo: { name: Bo,', 'robert: { name: Robert, was: bo,', but('person/bo', 'person/robert')),
      ['people', '  rename person bo to robert', '  change person robert: name Bo → Robert'],
    ],
    [
      'a new name of a policy',
      but('  default:\n', '  main:\n    was: default\n', but('policy: default', 'policy: main')),
      ['policies', '  rename policy default to main'],
    ],
    [
      'rules',
      but('      - { page: [person/bo, person/ada], wait: 10m }\n', '', but('wait: 5m', 'wait: 6m')),
      [
        'policies',
        '  change policy default: rule 1 { page: [person/ada], wait: 5m } → { page: [person/ada], wait: 6m }, rule 2 { page: [person/bo, person/ada], wait: 10m } → none',
      ],
    ],
    [
      'a service',
      but('    policy: default\n', '', but('{ slack: C0OPS }', '{}')),
      ['services', '  change service web: channel { slack: C0OPS } → none, policy default → none'],
    ],
    ['the workspace', but('T0ACME', 'T0NEW'), ['account', '  connect Slack T0NEW: workspace T0ACME → T0NEW']],
    [
      'where owners are told',
      but('C0OWNERS', 'C0LOUD'),
      ['account', '  change where owners are told: slack C0OWNERS → C0LOUD'],
    ],
    [
      'a key’s value',
      but(webKey, otherKey),
      ['services', '  change key alertmanager of service web: value (not shown)'],
    ],
    [
      'a key’s name',
      but('name: alertmanager', 'name: prometheus'),
      ['services', '  rename key alertmanager of service web to prometheus'],
    ],
    ['one more key', `${team}      - { name: a b }\n`, ['services', '  add key "a b" of service web']],
    [
      'somebody new out of use',
      but('policies:', '  cy: { name: Cy, zone: UTC, enabled: false }\npolicies:'),
      ['people', '  add person cy: name Cy, zone UTC, role responder, enabled false'],
    ],
  ])('says %s, writes nothing, and is what is done', async (_, text, expected) => {
    const before = await rowsOf(database.store);
    expect(await plan(text)).toEqual(expected);
    expect(await rowsOf(database.store)).toEqual(before);
    const changes = await planText(database.store, text, now);
    expect((await apply(text)).all).toEqual(changes);
    expect(await plan(text)).toEqual([]);
  });

  it('says that something is in use again', async () => {
    await apply(but('Web shop', 'Web shop\n    enabled: false'));
    expect(await plan(team)).toEqual(['services', '  enable service web']);
  });

  it('never holds a value', async () => {
    for (const text of [
      but(webKey, otherKey),
      but('name: alertmanager', 'name: prometheus'),
      team.replace('acme', 'new').replace('T0ACME', 'T0NEW').replace(webKey, otherKey),
    ]) {
      const said = JSON.stringify(await planText(database.store, text, now));
      expect(said).not.toContain(webKey);
      expect(said).not.toContain(otherKey);
    }
  });

  it('refuses what applying would refuse, in the same words', async () => {
    const text = but('person/bo,', 'person/bob,');
    const words =
      'team.yaml:12: policies.default.rules.1.page.0 names the person bob, which is neither in this file nor in the account. Did you mean bo?';
    await expect(planText(database.store, text, now)).rejects.toThrow(words);
    await expect(apply(text)).rejects.toThrow(words);
  });

  it('is for those who may apply it', async () => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    const who = { who: { kind: 'person', id: newId('per') }, role: 'admin' } as const;
    const made = await lookAhead(database.store.read, countedKeys(), who, read.value.file, now);
    expect(made).toEqual({ ok: false, refusal: { code: 'not-permitted' } });
  });
});

it('a thing that appeared after the question is not deleted', async () => {
  await apply(team);
  const read = readTeamFile(team, {});
  if (!read.ok) throw new Error('the team file is wrong');
  await apply('account: acme\nservices:\n  late: { name: Late }\n');
  const before = await rowsOf(database.store);
  const applied = await attempt(database.store, (tx) =>
    applyTeamFile(tx, countedKeys(), operator, read.value.file, now, { agreed: [] }),
  );
  expect(applied).toEqual({ ok: false, refusal: { code: 'changed-meanwhile' } });
  expect(await rowsOf(database.store)).toEqual(before);
  expect((await pruneText(database.store, team, now)).changes).toEqual(['delete service late']);
});
