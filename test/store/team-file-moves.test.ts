import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountByKey, connectionOfAccount, noticesOf } from '../../src/account/store.ts';
import { identitiesOf, personByIdentity } from '../../src/person/store.ts';
import { hashKey } from '../../src/service/integration-key.ts';
import { serviceByKeyHash } from '../../src/service/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const one = 'aaaabbbbccccddddeeeeffffgggg1111';
const two = 'aaaabbbbccccddddeeeeffffgggg2222';

let database: TestDatabase;
const apply = (text: string) => applyText(database.store, text, now);
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

/** Who is behind each Slack id, by key. */
async function whoIs(...ids: readonly string[]): Promise<readonly (string | undefined)[]> {
  const { read } = database.store;
  const account = await accountByKey(read, 'acme');
  const connection = await connectionOfAccount(read, account?.id ?? '', 'slack');
  return await Promise.all(ids.map(async (id) => (await personByIdentity(read, connection?.id ?? '', id))?.key));
}

const people = (entries: Readonly<Record<string, string>>): string =>
  `account: acme\npeople:\n${Object.entries(entries)
    .map(([key, slack]) => `  ${key}: { name: ${key}, zone: UTC${slack === '' ? '' : `, slack: ${slack}`} }\n`)
    .join('')}`;

describe('a Slack id', () => {
  it.each<[string, Record<string, string>, readonly string[], readonly (string | undefined)[]]>([
    ['is exchanged between two people', { ada: 'U0BO', bo: 'U0ADA' }, ['U0ADA', 'U0BO'], ['bo', 'ada']],
    ['goes to whom another one leaves it', { ada: 'U0BO', bo: 'U0NEW' }, ['U0BO', 'U0NEW'], ['ada', 'bo']],
    ['is replaced', { ada: 'U0NEW' }, ['U0NEW', 'U0ADA'], ['ada', undefined]],
    ['goes to somebody new', { cy: 'U0BO', bo: 'U0NEW' }, ['U0BO', 'U0NEW'], ['cy', 'bo']],
  ])('%s', async (_, entries, ids, expected) => {
    await apply(people({ ada: 'U0ADA', bo: 'U0BO' }));
    const text = people(entries);
    await apply(text);
    expect(await whoIs(...ids)).toEqual(expected);
    expect((await apply(text)).changes).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['stands no longer in the file', { ada: 'U0BO' }],
    ['stands there without one', { ada: 'U0BO', bo: '' }],
  ])('is not taken from somebody who %s', async (_, entries) => {
    await apply(people({ ada: 'U0ADA', bo: 'U0BO' }));
    await expect(apply(people(entries))).rejects.toThrow('team.yaml:3: people.ada.slack belongs to bo already');
    expect(await whoIs('U0ADA', 'U0BO')).toEqual(['ada', 'bo']);
  });

  it('that the file leaves out stays', async () => {
    await apply(people({ ada: 'U0ADA' }));
    expect((await apply(people({ ada: '' }))).changes).toEqual([]);
    expect(await whoIs('U0ADA')).toEqual(['ada']);
  });

  it('stays with somebody whose key changes', async () => {
    await apply(people({ ada: 'U0ADA' }));
    const text = 'account: acme\npeople:\n  lovelace: { name: ada, zone: UTC, was: ada, slack: U0ADA }\n';
    expect((await apply(text)).changes).toEqual(['rename person ada to lovelace']);
    expect(await whoIs('U0ADA')).toEqual(['lovelace']);
    expect((await apply(text)).changes).toEqual([]);
  });
});

describe('where owners are told', () => {
  const notices = async () => {
    const account = await accountByKey(database.store.read, 'acme');
    return await noticesOf(database.store.read, account?.id ?? '');
  };

  it.each([
    ['changes', 'account: acme\nnotices: { slack: C0NEW }\n', { slack: 'C0NEW' }],
    ['ends with an empty map', 'account: acme\nnotices: {}\n', {}],
    ['stays when the file leaves it out', 'account: acme\n', { slack: 'C0OWNERS' }],
  ])('%s', async (_, text, expected) => {
    await apply('account: acme\nnotices: { slack: C0OWNERS }\n');
    await apply(text);
    expect(await notices()).toEqual(expected);
    expect((await apply(text)).changes).toEqual([]);
  });
});

describe('the value of a key', () => {
  const services = (entries: Readonly<Record<string, string>>): string =>
    `account: acme\nservices:\n${Object.entries(entries)
      .map(([key, keys]) => `  ${key}: { name: ${key}, keys: [${keys}] }\n`)
      .join('')}`;
  const owner = async (value: string) => {
    const found = await serviceByKeyHash(database.store.read, hashKey(value));
    return found === null ? null : `${found.service.key}/${found.key.name}`;
  };

  it('stays when the key gets another name', async () => {
    await apply(services({ web: `{ name: prometheus, value: ${one} }` }));
    const text = services({ web: `{ name: alertmanager, value: ${one} }` });
    expect((await apply(text)).changes).toEqual(['rename key prometheus of service web to alertmanager']);
    expect(await owner(one)).toBe('web/alertmanager');
    expect((await apply(text)).changes).toEqual([]);
  });

  it('changes, and the former one opens nothing any more', async () => {
    await apply(services({ web: `{ name: a, value: ${one} }` }));
    expect((await apply(services({ web: `{ name: a, value: ${two} }` }))).changes).toEqual([
      'change key a of service web',
    ]);
    expect([await owner(one), await owner(two)]).toEqual([null, 'web/a']);
  });

  it.each<[string, Record<string, string>, string]>([
    ['another service', { db: `{ name: b, value: ${one} }` }, 'services.db.keys.0.value is the key a of service web'],
    [
      'another key that stands in the file',
      { web: `{ name: a }, { name: b, value: ${one} }` },
      'services.web.keys.1.value is the key a of service web',
    ],
  ])('is refused where it belongs to %s, which is named', async (_, entries, words) => {
    await apply(services({ web: `{ name: a, value: ${one} }` }));
    const refused = apply(services(entries));
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.not.toThrow(one);
    expect(await owner(one)).toBe('web/a');
  });

  it('is refused where it belongs to another account, which is not named', async () => {
    await apply(services({ web: `{ name: a, value: ${one} }` }));
    const refused = apply(services({ secret: `{ name: b, value: ${one} }` }).replace('acme', 'other'));
    await expect(refused).rejects.toThrow('services.secret.keys.0.value is in use already');
    await expect(refused).rejects.not.toThrow('web');
    expect(await accountByKey(database.store.read, 'other')).toBeNull();
  });
});

it('nobody has two Slack ids', async () => {
  await apply(people({ ada: 'U0ADA' }));
  await apply(people({ ada: 'U0NEW' }));
  const { read } = database.store;
  const [ada] = await read.db.select().from(read.t.person);
  expect((await identitiesOf(read, ada?.id ?? '')).map((identity) => identity.externalId)).toEqual(['U0NEW']);
});
