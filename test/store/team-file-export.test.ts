import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectWorkspace } from '../../src/account/connect.ts';
import { newId } from '../../src/lib/ids.ts';
import { savePerson } from '../../src/person/store.ts';
import { exportTeamFile } from '../../src/team-file/export.ts';
import { anyTeam } from '../support/any-team.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { rowsOf } from '../support/rows.ts';
import { applyText, planText, pruneText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const apply = (text: string) => applyText(database.store, text, now);

async function exported(from = database, account: string | null = null) {
  const result = await exportTeamFile(from.store.read, account);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('an account that is exported', () => {
  it('is a team file as somebody would write it, in a stable order, without what goes without saying', async () => {
    await apply(`
account: acme
connect: { slack: T0ACME }
notices: { slack: C0OWNERS }
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: prometheus }
      - { name: alertmanager, value: ${webKey} }
  db: { name: Database, enabled: false, channel: {} }
policies:
  night: {}
  default:
    loops: 2
    rules:
      - { page: [person/bo, person/ada], wait: 60s }
      - { page: [person/ada], wait: 90s }
people:
  bo: { name: Bo, zone: America/Chicago, slack: U0BO, enabled: false }
  ada: { name: Ada Lovelace, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
`);
    const { yaml } = await exported();
    expect(yaml).toMatch(/^# The account acme, written by `reveille export`\./);
    expect(yaml.replace(/^#.*\n/gm, '')).toBe(`
account: acme
connect: { slack: T0ACME }
notices: { slack: C0OWNERS }
people:
  ada: { name: Ada Lovelace, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, role: responder, slack: U0BO, enabled: false }
policies:
  default:
    loops: 2
    rules:
      - { page: [ person/bo, person/ada ], wait: 1m }
      - { page: [ person/ada ], wait: 90s }
  night:
    loops: 0
services:
  db:
    name: Database
    enabled: false
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: alertmanager }
      - { name: prometheus }
`);
    expect(yaml).not.toContain(webKey);
  });

  it('may be nothing but an account', async () => {
    await apply('account: acme\n');
    expect((await exported()).yaml.replace(/^#.*\n/gm, '').trim()).toBe('account: acme');
  });

  it('names the workspace that the token told', async () => {
    await apply('account: acme\npeople:\n  ada: { name: Ada, zone: UTC, slack: U0ADA }\n');
    const told = { platform: 'slack', workspace: 'T0TOLD', name: 'Acme', newId } as const;
    await database.store.transaction((tx) => connectWorkspace(tx, told));
    const { yaml } = await exported();
    expect(yaml).toContain('connect: { slack: T0TOLD }');
    expect(await planText(database.store, yaml, now)).toEqual([]);
  });

  it('leaves out what is deleted', async () => {
    await apply(
      'account: acme\nservices:\n  web: { name: Web, keys: [{ name: a }, { name: b }] }\n  db: { name: D }\n',
    );
    await pruneText(database.store, 'account: acme\nservices:\n  web: { name: Web, keys: [{ name: b }] }\n', now);
    expect((await exported()).file).toEqual({
      account: 'acme',
      services: { web: { name: 'Web', keys: [{ name: 'b' }] } },
    });
  });

  it('passes over whoever is deleted, and a rule of them alone', async () => {
    const rules = '[{ page: [person/ada, person/bo], wait: 5m }, { page: [person/bo], wait: 6m }]';
    const people = '  ada: { name: Ada, zone: UTC }\n  bo: { name: Bo, zone: UTC }\n';
    await apply(`account: acme\npeople:\n${people}policies:\n  default: { rules: ${rules} }\n`);
    const bo = (await rowsOf(database.store)).person.find(({ key }) => key === 'bo');
    await database.store.transaction((tx) => savePerson(tx, bo?.id ?? '', { status: 'deleted' }));
    const { file, yaml } = await exported();
    expect(file).toMatchObject({ policies: { default: { rules: [{ page: ['person/ada'], wait: '5m' }] } } });
    expect(await planText(database.store, yaml, now, true)).toEqual([]);
  });

  it('makes its keys anew where it is applied to another database, and shows them once', async () => {
    await apply(`account: acme\nservices:\n  web: { name: Web, keys: [{ name: a, value: ${webKey} }] }\n`);
    const { yaml } = await exported();
    const other = await freshDatabase();
    try {
      const { madeKeys } = await applyText(other.store, yaml, now);
      expect(madeKeys).toEqual([{ service: 'web', name: 'a', value: expect.stringMatching(/^made\d+$/) }]);
    } finally {
      await other.close();
    }
  });
});

describe('which account is exported', () => {
  it('the only one needs no name', async () => {
    await apply('account: acme\n');
    expect((await exported()).account).toBe('acme');
    expect((await exported(database, 'acme')).account).toBe('acme');
  });

  it('of several the named one, with nothing of the other', async () => {
    await apply('account: acme\npeople:\n  ada: { name: Ada, zone: UTC }\n');
    await apply('account: other\npeople:\n  bo: { name: Bo, zone: UTC }\n');
    expect((await exported(database, 'other')).file).toMatchObject({
      account: 'other',
      people: { bo: { name: 'Bo' } },
    });
    expect((await exported(database, 'other')).yaml).not.toContain('ada');
  });

  it.each([
    ['none there is', [], null, { code: 'no-account' }],
    ['several without a name', ['other', 'acme'], null, { code: 'several-accounts', accounts: ['acme', 'other'] }],
    ['one that is not there', ['acme'], 'acne', { code: 'unknown-account', accounts: ['acme'] }],
  ])('%s is refused', async (_, keys, asked, refusal) => {
    for (const one of keys) await apply(`account: ${one}\n`);
    expect(await exportTeamFile(database.store.read, asked)).toEqual({ ok: false, refusal });
  });
});

it('an export that is applied changes nothing, whatever things are called, and makes the same account elsewhere', async () => {
  let entries = 0;
  await fc.assert(
    fc.asyncProperty(anyTeam, async (text) => {
      const [here, elsewhere] = [await freshDatabase(), await freshDatabase()];
      try {
        await applyText(here.store, text, now);
        const before = await rowsOf(here.store);
        entries += before.person.length + before.policy.length + before.service.length;
        const { yaml, file } = await exported(here);
        expect(await planText(here.store, yaml, now + 1)).toEqual([]);
        expect(await planText(here.store, JSON.stringify(file), now + 1, true)).toEqual([]);
        // The file that made it and the one that is exported say the same.
        expect(await pruneText(here.store, text, now + 1)).toMatchObject({ all: [], madeKeys: [] });
        expect(await pruneText(here.store, yaml, now + 1)).toMatchObject({ all: [], madeKeys: [] });
        expect(await rowsOf(here.store)).toEqual(before);
        await applyText(elsewhere.store, yaml, now);
        expect((await exported(elsewhere)).yaml).toBe(yaml);
      } finally {
        await here.close();
        await elsewhere.close();
      }
    }),
    { numRuns: 60 },
  );
  // Often enough there was something to be called oddly.
  expect(entries).toBeGreaterThan(100);
});
