import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashKey } from '../../src/service/integration-key.ts';
import { but, freshTeamDatabase, now, type TeamDatabase, team, webKey } from '../support/team-acme.ts';

let fresh: TeamDatabase;
beforeEach(async () => {
  fresh = await freshTeamDatabase();
});
afterEach(() => fresh.close());

describe('a team file in an empty database', () => {
  it('makes everything that it names, and says so', async () => {
    expect(await fresh.changes(team)).toEqual([
      'add account acme',
      'change where owners are told',
      'connect Slack T0ACME',
      'add person ada',
      'add person bo',
      'ada is U0ADA in Slack',
      'bo is U0BO in Slack',
      'add policy default',
      'add service web',
      'add key alertmanager of service web',
    ]);
    const { account, connection, person, identity, policy, rule, service, key } = await fresh.everything();
    expect(account).toMatchObject([{ key: 'acme', notices: { slack: 'C0OWNERS' }, lastNumber: 0, createdAt: now }]);
    const accountId = account[0]?.id;
    expect(connection).toMatchObject([{ accountId, platform: 'slack', externalId: 'T0ACME' }]);
    expect(person).toMatchObject([
      {
        accountId,
        key: 'ada',
        name: 'Ada',
        email: 'ada@example.com',
        zone: 'Europe/London',
        role: 'owner',
        status: 'active',
      },
      { accountId, key: 'bo', name: 'Bo', email: null, zone: 'America/Chicago', role: 'responder', status: 'active' },
    ]);
    const [ada, bo] = person;
    const connectionId = connection[0]?.id;
    expect(identity).toMatchObject([
      { accountId, connectionId, personId: ada?.id, externalId: 'U0ADA' },
      { accountId, connectionId, personId: bo?.id, externalId: 'U0BO' },
    ]);
    expect(policy).toMatchObject([{ accountId, key: 'default', loops: 2, status: 'active' }]);
    expect(rule).toMatchObject([
      { place: 0, wait: 300_000, targets: [{ kind: 'person', id: ada?.id }] },
      {
        place: 1,
        wait: 600_000,
        targets: [
          { kind: 'person', id: bo?.id },
          { kind: 'person', id: ada?.id },
        ],
      },
    ]);
    expect(service).toMatchObject([
      {
        accountId,
        key: 'web',
        name: 'Web shop',
        policyId: policy[0]?.id,
        channels: { slack: 'C0OPS' },
        status: 'active',
      },
    ]);
    expect(key).toMatchObject([
      { accountId, serviceId: service[0]?.id, name: 'alertmanager', hash: hashKey(webKey), status: 'active' },
    ]);
  });

  it('keeps no key in the clear', async () => {
    await fresh.apply(team);
    expect(JSON.stringify(await fresh.everything())).not.toContain(webKey);
  });

  it('knows of a Slack that somebody is in, though its workspace is told later', async () => {
    expect(await fresh.changes(but('connect: { slack: T0ACME }\n', ''))).toContain('add Slack');
    expect((await fresh.everything()).connection).toMatchObject([{ externalId: null }]);
    expect(await fresh.changes(team)).toEqual(['connect Slack T0ACME']);
  });

  it('makes no connection that nobody uses', async () => {
    await fresh.apply('account: acme\npeople:\n  ada: { name: Ada, zone: UTC }\n');
    expect((await fresh.everything()).connection).toEqual([]);
  });
});
