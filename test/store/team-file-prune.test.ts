import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashKey } from '../../src/service/integration-key.ts';
import { serviceByKeyHash } from '../../src/service/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { rowsOf } from '../support/rows.ts';
import { applyText, planText, pruneText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';
const dbKey = 'aaaabbbbccccddddeeeeffffgggg2222';

const ada = '  ada: { name: Ada, zone: UTC, role: owner, slack: U0ADA }\n';
const bo = '  bo: { name: Bo, zone: UTC, slack: U0BO }\n';
const day = '  day: { rules: [{ page: [person/ada], wait: 5m }] }\n';
const night = '  night: { rules: [{ page: [person/bo], wait: 5m }] }\n';
const web = `  web: { name: Web, policy: day, keys: [{ name: a, value: ${webKey} }] }\n`;
const db = `  db: { name: Database, policy: night, keys: [{ name: b, value: ${dbKey} }] }\n`;

interface Parts {
  readonly people?: string;
  readonly policies?: string;
  readonly services?: string;
}
function file({ people = ada + bo, policies = day + night, services = web + db }: Parts = {}): string {
  const section = (name: string, text: string): string => (text === '' ? '' : `${name}:\n${text}`);
  const head = 'account: acme\nconnect: { slack: T0ACME }\n';
  return head + section('people', people) + section('policies', policies) + section('services', services);
}

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await applyText(database.store, file(), now);
});
afterEach(() => database.close());

const prune = (text: string) => pruneText(database.store, text, now);
const living = async () => {
  const { person, policy, service, key } = await rowsOf(database.store);
  const keys = <R extends { status: string }>(rows: readonly R[], name: (row: R) => string) =>
    rows.filter(({ status }) => status !== 'deleted').map(name);
  return [
    ...keys(person, (row) => row.key),
    ...keys(policy, (row) => row.key),
    ...keys(service, (row) => row.key),
    ...keys(key, (row) => row.name),
  ];
};
async function refused(text: string, words: string): Promise<void> {
  const before = await rowsOf(database.store);
  await expect(prune(text)).rejects.toThrow(new Error(words));
  expect(await rowsOf(database.store)).toEqual(before);
}

describe('what the file does not name', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['nothing', file(), [], ['ada', 'bo', 'day', 'night', 'web', 'db', 'a', 'b']],
    [
      'a service, with its keys',
      file({ services: web }),
      ['delete service db'],
      ['ada', 'bo', 'day', 'night', 'web', 'a'],
    ],
    [
      'a key of a service that stays',
      file({ services: web + db.replace(/, keys.*\]/, '') }),
      ['delete key b of service db'],
      ['ada', 'bo', 'day', 'night', 'web', 'db', 'a'],
    ],
    [
      'a person, their policy and its service',
      file({ people: ada, policies: day, services: web }),
      ['delete person bo', 'delete policy night', 'delete service db'],
      ['ada', 'day', 'web', 'a'],
    ],
    [
      'whole sections',
      file({ policies: '', services: '' }),
      ['delete policy day', 'delete policy night', 'delete service db', 'delete service web'],
      ['ada', 'bo'],
    ],
  ])('is deleted: %s', async (_, text, expected, left) => {
    expect((await prune(text)).changes).toEqual(expected);
    expect(await living()).toEqual(left);
    expect((await prune(text)).changes).toEqual([]);
  });

  it('stays where nobody asks for it to go', async () => {
    expect((await applyText(database.store, file({ people: ada, policies: day, services: web }), now)).changes).toEqual(
      [],
    );
    expect(await living()).toContain('db');
  });

  it('is only marked: the rows stay, and so do chat identities', async () => {
    const before = await rowsOf(database.store);
    await prune(file({ people: ada, policies: day, services: web }));
    const after = await rowsOf(database.store);
    expect(after.identity).toEqual(before.identity);
    expect(after.rule).toEqual(before.rule);
    for (const table of ['person', 'policy', 'service', 'key'] as const) {
      expect(after[table].map(({ id }) => id)).toEqual(before[table].map(({ id }) => id));
    }
  });

  it('is not what is renamed', async () => {
    const text = file({
      people: ada + bo.replace('bo: {', 'robert: { was: bo,'),
      policies: day + night.replace('person/bo', 'person/robert'),
      services: db + web.replace('web: {', 'shop: { was: web,').replace('name: a,', 'name: c,'),
    });
    expect((await prune(text)).changes).toEqual([
      'rename person bo to robert',
      'rename service web to shop',
      'rename key a of service shop to c',
    ]);
  });

  it('is not of another account', async () => {
    await applyText(database.store, 'account: other\npeople:\n  cy: { name: Cy, zone: UTC }\n', now);
    await prune(file());
    expect(await living()).toContain('cy');
  });

  it('is planned without being deleted', async () => {
    const before = await rowsOf(database.store);
    expect(await planText(database.store, file({ services: web }), now, true)).toEqual([
      { section: 'services', noun: 'service', key: 'db', action: 'delete', fields: [] },
    ]);
    expect(await rowsOf(database.store)).toEqual(before);
  });
});

describe('what is deleted opens nothing any more', () => {
  it('the keys of a service', async () => {
    await prune(file({ services: web }));
    expect(await serviceByKeyHash(database.store.read, hashKey(dbKey))).toBeNull();
    expect((await serviceByKeyHash(database.store.read, hashKey(webKey)))?.service.key).toBe('web');
  });

  it('a key of a service that stays', async () => {
    await prune(file({ services: web.replace(/, keys.*\]/, '') + db }));
    expect(await serviceByKeyHash(database.store.read, hashKey(webKey))).toBeNull();
  });
});

describe('what was deleted may come back', () => {
  it('by the same names, values and Slack ids, as something new', async () => {
    const before = await rowsOf(database.store);
    await prune(file({ people: ada, policies: day, services: web }));
    expect((await applyText(database.store, file(), now)).changes).toEqual([
      'add person bo',
      'bo is U0BO in Slack',
      'add policy night',
      'add service db',
      'add key b of service db',
    ]);
    const after = await rowsOf(database.store);
    expect(after.person.filter(({ key }) => key === 'bo').map(({ status }) => status)).toEqual(['deleted', 'active']);
    expect(after.identity).toHaveLength(before.identity.length);
    expect((await serviceByKeyHash(database.store.read, hashKey(dbKey)))?.service.key).toBe('db');
    expect((await applyText(database.store, file(), now)).changes).toEqual([]);
  });

  it('in the same stroke by another name', async () => {
    const text = file({
      people: `${ada}  robert: { name: Robert, zone: UTC, slack: U0BO }\n`,
      policies: day,
      services: `${web}  store: { name: Store, keys: [{ name: b, value: ${dbKey} }] }\n`,
    });
    expect((await prune(text)).changes).toEqual([
      'add person robert',
      'delete person bo',
      'robert is U0BO in Slack',
      'delete policy night',
      'add service store',
      'add key b of service store',
      'delete service db',
    ]);
    expect((await serviceByKeyHash(database.store.read, hashKey(dbKey)))?.service.key).toBe('store');
  });
});

describe('what may not be deleted', () => {
  it('somebody whom a policy of the file names', () =>
    refused(
      file({ people: ada }),
      'team.yaml:7: policies.night.rules.0.page.0 names the person bo, which is not in this file, so that --prune would delete it',
    ));

  it('a policy that a service of the file names', () =>
    refused(
      file({ policies: day }),
      'team.yaml:10: services.db.policy names the policy night, which is not in this file, so that --prune would delete it',
    ));

  const left = 'must keep an owner: --prune would delete ada, and nobody in this file has role: owner and is enabled';
  it.each([
    ['leaves somebody else', bo, `team.yaml:3: people ${left}`],
    [
      'leaves an owner who is disabled',
      bo.replace('slack', 'role: owner, enabled: false, slack'),
      `team.yaml:3: people ${left}`,
    ],
    ['leaves nobody', '', `team.yaml:1: people ${left}`],
  ])('the last owner: a file that %s', async (_, people, words) => {
    await refused(file({ people, policies: '', services: '' }), words);
  });

  it('but an owner goes where another one comes', async () => {
    const text = file({ people: bo.replace('slack', 'role: owner, slack'), policies: '', services: '' });
    expect((await prune(text)).changes).toContain('delete person ada');
  });
});
