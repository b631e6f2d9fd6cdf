import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountByKey } from '../../src/account/store.ts';
import { snapshot } from '../../src/policy/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const people = `account: acme
people:
  ada: { name: Ada, zone: UTC }
  bo: { name: Bo, zone: UTC }
policies:
  default:
`;

let database: TestDatabase;
const apply = (text: string) => applyText(database.store, text, now);
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

/** The policy of that key as an incident would keep it, with the keys of people instead of their ids. */
async function taken(key = 'default') {
  const { read } = database.store;
  const accountId = (await accountByKey(read, 'acme'))?.id ?? '';
  const keys = new Map((await read.db.select().from(read.t.person)).map((person) => [person.id, person.key]));
  const id = (await read.db.select().from(read.t.policy)).find((row) => row.key === key)?.id ?? '';
  const found = await snapshot(read, accountId, id);
  if (found === null) return null;
  return {
    ...found,
    rules: found.rules.map(({ wait, targets }) => ({ wait, page: targets.map((target) => keys.get(target.id)) })),
  };
}

describe('a policy as it is now', () => {
  it('has its rules in their order, waits in milliseconds', async () => {
    await apply(`${people}    loops: 2
    rules:
      - { page: [person/bo, person/ada], wait: 90s }
      - { page: [person/ada], wait: 5m }
      - { page: [person/bo], wait: 4h }
`);
    expect(await taken()).toEqual({
      policyKey: 'default',
      loops: 2,
      rules: [
        { wait: 90_000, page: ['bo', 'ada'] },
        { wait: 300_000, page: ['ada'] },
        { wait: 14_400_000, page: ['bo'] },
      ],
    });
  });

  it('may have no rules', async () => {
    await apply(`${people}    loops: 1\n`);
    expect(await taken()).toEqual({ policyKey: 'default', loops: 1, rules: [] });
  });

  it.each([
    ['fewer', '[{ page: [person/bo], wait: 1m }]', [{ wait: 60_000, page: ['bo'] }]],
    ['none', '[]', []],
    [
      'others in another order',
      '[{ page: [person/bo], wait: 1m }, { page: [person/ada], wait: 2m }, { page: [person/bo], wait: 3m }]',
      [
        { wait: 60_000, page: ['bo'] },
        { wait: 120_000, page: ['ada'] },
        { wait: 180_000, page: ['bo'] },
      ],
    ],
  ])('has %s rules once they are replaced', async (_, rules, expected) => {
    await apply(`${people}    rules: [{ page: [person/ada], wait: 5m }, { page: [person/bo], wait: 5m }]\n`);
    const { changes } = await apply(`${people}    rules: ${rules}\n`);
    expect(changes).toEqual(['change policy default: rules']);
    expect((await taken())?.rules).toEqual(expected);
  });

  it('still names somebody who is disabled: whoever pages passes over them', async () => {
    const text = `${people}    rules: [{ page: [person/ada], wait: 5m }]\n`;
    await apply(text);
    await apply(text.replace('name: Ada,', 'name: Ada, enabled: false,'));
    expect((await taken())?.rules).toEqual([{ wait: 300_000, page: ['ada'] }]);
  });
});

describe('there is no policy', () => {
  it('when it is disabled', async () => {
    await apply(`${people}    enabled: false\n`);
    expect(await taken()).toBeNull();
  });

  it('when it is unknown, or of another account', async () => {
    await apply(`${people}    loops: 1\n`);
    await apply('account: other\npolicies:\n  theirs: {}\n');
    expect(await taken('unknown')).toBeNull();
    expect(await taken('theirs')).toBeNull();
  });
});
