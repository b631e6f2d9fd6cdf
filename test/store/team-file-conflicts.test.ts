import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { but, freshTeamDatabase, type TeamDatabase, team, webKey } from '../support/team-acme.ts';

let fresh: TeamDatabase;
beforeEach(async () => {
  fresh = await freshTeamDatabase();
});
afterEach(() => fresh.close());

describe('a team file that does not fit its account', () => {
  it.each([
    [
      'a person whom nobody knows',
      but('person/bo,', 'person/bob,'),
      [
        '12: policies.default.rules.1.page.0 names the person bob, which is neither in this file nor in the account. Did you mean bo?',
      ],
    ],
    [
      'a policy that nobody knows',
      but('policy: default', 'policy: defualt'),
      [
        '16: services.web.policy names the policy defualt, which is neither in this file nor in the account. Did you mean default?',
      ],
    ],
    [
      'both',
      but('policy: default', 'policy: night', but('person/bo,', 'person/adda,')),
      [
        '12: policies.default.rules.1.page.0 names the person adda, which is neither in this file nor in the account. Did you mean ada?',
        '16: services.web.policy names the policy night, which is neither in this file nor in the account. Did you mean default?',
      ],
    ],
  ])('names %s: nothing is written, not even the account', async (_, text, problems) => {
    await fresh.refused(text, ...problems);
    expect((await fresh.everything()).account).toEqual([]);
  });

  it('names somebody by the name that they no longer have', async () => {
    await fresh.apply(team);
    const problem =
      '12: policies.default.rules.1.page.0 names the person bo, which is neither in this file nor in the account. Did you mean ada?';
    await fresh.refused(but('bo: { name: Bo,', 'robert: { name: Bo, was: bo,'), problem);
  });

  it('has nobody at all to name', async () => {
    const text = 'account: acme\npolicies:\n  default:\n    rules: [{ page: [person/ada], wait: 5m }]\n';
    await fresh.refused(
      text,
      '4: policies.default.rules.0.page.0 names the person ada, which is neither in this file nor in the account.',
    );
  });

  it('gives a Slack id to somebody else than before', async () => {
    await fresh.apply(team);
    const text = 'account: acme\npeople:\n  eve: { name: Eve, zone: UTC, slack: U0ADA }\n';
    await fresh.refused(text, '3: people.eve.slack belongs to ada already, who has no other in this file');
  });

  it('renames to a name that is taken', async () => {
    await fresh.apply(team);
    const text = 'account: acme\npeople:\n  ada: { name: Ada, zone: UTC, was: bo }\n';
    await fresh.refused(text, '3: people.ada.was cannot take the place of bo: both exist');
  });

  it('takes the key of another service', async () => {
    await fresh.apply(team);
    const text = `account: acme\nservices:\n  db:\n    name: Database\n    keys: [{ name: a, value: ${webKey} }]\n`;
    await fresh.refused(
      text,
      `5: services.db.keys.0.value is the key alertmanager of service web; every key needs a value of its own`,
    );
  });

  it('takes the key of another account', async () => {
    await fresh.apply(team);
    const text = `account: other\nservices:\n  db:\n    name: Database\n    keys: [{ name: a, value: ${webKey} }]\n`;
    await fresh.refused(
      text,
      `5: services.db.keys.0.value is in use already, or was once; every key needs a value of its own`,
    );
    expect((await fresh.everything()).account).toHaveLength(1);
  });

  it('takes the workspace of another account', async () => {
    await fresh.apply(team);
    await fresh.refused(
      'account: other\nconnect: { slack: T0ACME }\n',
      '2: connect.slack is connected to another account already',
    );
  });
});
