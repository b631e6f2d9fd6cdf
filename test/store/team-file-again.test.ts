import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { but, freshTeamDatabase, type TeamDatabase, team, webKey } from '../support/team-acme.ts';

let fresh: TeamDatabase;
beforeEach(async () => {
  fresh = await freshTeamDatabase();
});
afterEach(() => fresh.close());

describe('a team file that is applied again', () => {
  beforeEach(async () => {
    await fresh.apply(team);
  });

  it('changes nothing', async () => {
    const before = await fresh.everything();
    expect(await fresh.apply(team)).toMatchObject({ changes: [], madeKeys: [] });
    expect(await fresh.everything()).toEqual(before);
  });

  it.each([
    ['a name', but('name: Ada,', 'name: Ada Lovelace,'), ['change person ada: name']],
    [
      'several fields',
      but('{ name: Bo, zone: America/Chicago', '{ name: B, zone: UTC, role: admin, email: b@example.com'),
      ['change person bo: name, email, zone, role'],
    ],
    ['an e-mail address that is gone', but(' email: ada@example.com,', ''), ['change person ada: email']],
    ['a person who is away', but('slack: U0BO', 'slack: U0BO, enabled: false'), ['change person bo: enabled']],
    ['a Slack id', but('U0BO', 'U0BOBO'), ['bo is U0BOBO in Slack']],
    ['a wait', but('wait: 5m', 'wait: 6m'), ['change policy default: rules']],
    ['the order of targets', but('person/bo, person/ada', 'person/ada, person/bo'), ['change policy default: rules']],
    ['a rule less', but('      - { page: [person/ada], wait: 5m }\n', ''), ['change policy default: rules']],
    ['the loops', but('loops: 2', 'loops: 3'), ['change policy default: loops']],
    ['a policy out of use', but('loops: 2', 'loops: 2\n    enabled: false'), ['change policy default: enabled']],
    ['a service’s name', but('Web shop', 'Shop'), ['change service web: name']],
    ['a service’s channel', but('C0OPS', 'C0LOUD'), ['change service web: channel']],
    ['a service without a channel', but('{ slack: C0OPS }', '{}'), ['change service web: channel']],
    ['a service without a policy', but('    policy: default\n', ''), ['change service web: policy']],
    [
      'another policy',
      but('    policy: default', '    policy: quiet', but('services:', '  quiet: {}\nservices:')),
      ['add policy quiet', 'change service web: policy'],
    ],
    [
      'timeouts',
      but('    policy: default\n', '    policy: default\n    acknowledge_timeout: 30m\n    auto_resolve: 24d\n'),
      ['change service web: acknowledge_timeout, auto_resolve'],
    ],
    ['a service out of use', but('Web shop', 'Web shop\n    enabled: false'), ['change service web: enabled']],
    ['a key', but(webKey, webKey.replace('1111', '2222')), ['change key alertmanager of service web']],
    ['where owners are told', but('C0OWNERS', 'C0LOUD'), ['change where owners are told']],
    ['the workspace', but('T0ACME', 'T0OTHER'), ['connect Slack T0OTHER']],
    [
      'a new name of a person',
      but('bo: { name: Bo,', 'robert: { name: Bo, was: bo,', but('person/bo', 'person/robert')),
      ['rename person bo to robert'],
    ],
    [
      'a new name and role',
      but('bo: { name: Bo,', 'robert: { name: Bo, was: bo, role: admin,', but('person/bo', 'person/robert')),
      ['change person robert (was bo): role'],
    ],
    [
      'a new name of a policy',
      but('  default:\n', '  main:\n    was: default\n', but('policy: default', 'policy: main')),
      ['rename policy default to main'],
    ],
    ['a new name of a service', but('  web:\n', '  shop:\n    was: web\n'), ['rename service web to shop']],
  ])('says %s in words, and then nothing', async (_, text, expected) => {
    expect(await fresh.changes(text)).toEqual(expected);
    expect(await fresh.changes(text)).toEqual([]);
  });

  it('keeps who somebody is when they are renamed', async () => {
    const before = await fresh.everything();
    await fresh.apply(but('bo: { name: Bo,', 'robert: { name: Bo, was: bo,', but('person/bo', 'person/robert')));
    const after = await fresh.everything();
    expect(after.person.map((row) => row.id)).toEqual(before.person.map((row) => row.id));
    expect(after.rule).toEqual(before.rule);
    expect(after.identity).toEqual(before.identity);
  });

  it('leaves alone what it does not name', async () => {
    const before = await fresh.everything();
    expect(await fresh.changes('account: acme\n')).toEqual([]);
    expect(await fresh.everything()).toEqual(before);
  });

  it('may name a person and a policy that only the account knows', async () => {
    const text =
      'account: acme\npolicies:\n  night:\n    rules: [{ page: [person/bo], wait: 1h }]\nservices:\n  db: { name: Database, policy: default }\n';
    expect(await fresh.changes(text)).toEqual(['add policy night', 'add service db']);
    const { person, policy, rule, service } = await fresh.everything();
    const night = policy.find((row) => row.key === 'night');
    expect(rule.find((row) => row.policyId === night?.id)?.targets).toEqual([
      { kind: 'person', id: person.find((row) => row.key === 'bo')?.id },
    ]);
    expect(service.find((row) => row.key === 'db')?.policyId).toBe(policy.find((row) => row.key === 'default')?.id);
  });
});
