import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { but, freshTeamDatabase, type TeamDatabase, team, webKey } from '../support/team-acme.ts';

let fresh: TeamDatabase;
beforeEach(async () => {
  fresh = await freshTeamDatabase();
});
afterEach(() => fresh.close());

describe('two accounts in one database', () => {
  const other = team
    .replaceAll(/acme|T0ACME/g, (word) => (word === 'acme' ? 'other' : 'T0OTHER'))
    .replace(webKey, webKey.replace('1111', '3333'));

  it('do not touch each other, though they use the same names', async () => {
    await fresh.apply(team);
    const before = await fresh.everything();
    expect((await fresh.changes(other))[0]).toBe('add account other');
    const accountId = before.account[0]?.id;
    const own = (rows: Awaited<ReturnType<TeamDatabase['everything']>>) => ({
      account: rows.account.filter(({ id }) => id === accountId),
      ...Object.fromEntries(
        (['connection', 'person', 'identity', 'policy', 'rule', 'service', 'key'] as const).map((table) => [
          table,
          rows[table].filter((row) => row.accountId === accountId),
        ]),
      ),
    });
    expect(own(await fresh.everything())).toEqual(before);
    await fresh.apply(but('Web shop', 'Shop', but('name: Ada,', 'name: A,', but('loops: 2', 'loops: 5', other))));
    expect(own(await fresh.everything())).toEqual(before);
    expect(await fresh.changes(team)).toEqual([]);
  });

  it('do not know each other’s people and policies', async () => {
    await fresh.apply(team);
    const text =
      'account: other\npolicies:\n  default:\n    rules: [{ page: [person/ada], wait: 5m }]\nservices:\n  web: { name: W, policy: main }\n';
    await fresh.refused(
      text,
      '4: policies.default.rules.0.page.0 names the person ada, which is neither in this file nor in the account.',
      '6: services.web.policy names the policy main, which is neither in this file nor in the account. Did you mean default?',
    );
  });
});
