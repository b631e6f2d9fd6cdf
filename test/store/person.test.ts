import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountByKey, connectionOfAccount } from '../../src/account/store.ts';
import type { Person } from '../../src/person/person.ts';
import {
  identitiesOf,
  owners,
  peopleByIds,
  personByIdentity,
  presentPeople,
  savePerson,
} from '../../src/person/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
/** `other` has people with the same keys, and one with Ada's Slack id in another workspace. */
const acme = `account: acme
connect: { slack: T0ACME }
people:
  ada: { name: Ada, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, slack: U0BO }
  cy: { name: Cy, zone: UTC, role: owner, enabled: false }
`;
const other = acme
  .replace('account: acme', 'account: other')
  .replace('T0ACME', 'T0OTHER')
  .replace('name: Ada', 'name: Eve');

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await applyText(database.store, acme, now);
  await applyText(database.store, other, now);
});
afterEach(() => database.close());

interface Known {
  readonly accountId: string;
  readonly connectionId: string;
  readonly ids: Readonly<Record<string, string>>;
}

async function known(account: string): Promise<Known> {
  const { read } = database.store;
  const accountId = (await accountByKey(read, account))?.id ?? '';
  const connectionId = (await connectionOfAccount(read, accountId, 'slack'))?.id ?? '';
  const rows = (await read.db.select().from(read.t.person)).filter((row) => row.accountId === accountId);
  return { accountId, connectionId, ids: Object.fromEntries(rows.map((row) => [row.key, row.id])) };
}

const change = (id: string | undefined, status: Person['status']) =>
  database.store.transaction((tx) => savePerson(tx, id ?? '', { status }));

describe('who is behind a Slack id', () => {
  it('is a person, whole', async () => {
    const { accountId, connectionId, ids } = await known('acme');
    expect(await personByIdentity(database.store.read, connectionId, 'U0ADA')).toEqual({
      id: ids.ada ?? '',
      accountId,
      key: 'ada',
      name: 'Ada',
      email: 'ada@example.com',
      zone: 'Europe/London',
      role: 'owner',
      status: 'active',
    } satisfies Person);
  });

  it('depends on the workspace', async () => {
    const { connectionId, accountId } = await known('other');
    expect(await personByIdentity(database.store.read, connectionId, 'U0ADA')).toMatchObject({
      name: 'Eve',
      accountId,
    });
  });

  it.each([
    ['somebody disabled is still somebody', 'disabled', 'bo'],
    ['somebody deleted is nobody', 'deleted', undefined],
  ] as const)('%s', async (_, status, key) => {
    const { connectionId, ids } = await known('acme');
    await change(ids.bo, status);
    expect((await personByIdentity(database.store.read, connectionId, 'U0BO'))?.key).toBe(key);
  });

  it.each(['U0NOBODY', '', 'u0ada'])('%j is nobody', async (id) => {
    const { connectionId } = await known('acme');
    expect(await personByIdentity(database.store.read, connectionId, id)).toBeNull();
  });
});

describe('people by their ids', () => {
  it('come in the order of their keys, deleted ones too, and never those of another account', async () => {
    const { accountId, ids } = await known('acme');
    const foreign = (await known('other')).ids;
    await change(ids.ada, 'deleted');
    const asked = [ids.cy, ids.ada, ids.bo, foreign.ada, 'per_unknown'].filter((id) => id !== undefined);
    expect(
      (await peopleByIds(database.store.read, accountId, asked)).map((person) => [person.key, person.status]),
    ).toEqual([
      ['ada', 'deleted'],
      ['bo', 'active'],
      ['cy', 'disabled'],
    ]);
  });

  it('no ids are no people', async () => {
    const { accountId } = await known('acme');
    expect(await peopleByIds(database.store.read, accountId, [])).toEqual([]);
    expect(await presentPeople(database.store.read, accountId, [])).toEqual(new Set());
  });

  it('present are the active ones of the account', async () => {
    const { accountId, ids } = await known('acme');
    const foreign = (await known('other')).ids;
    const asked = [ids.ada, ids.bo, ids.cy, foreign.bo].filter((id) => id !== undefined);
    expect(await presentPeople(database.store.read, accountId, asked)).toEqual(new Set([ids.ada, ids.bo]));
    await change(ids.bo, 'deleted');
    expect(await presentPeople(database.store.read, accountId, asked)).toEqual(new Set([ids.ada]));
  });
});

it('owners are the active ones of the account', async () => {
  const { accountId, ids } = await known('acme');
  const keys = async () => (await owners(database.store.read, accountId)).map((person) => person.key);
  expect(await keys()).toEqual(['ada']);
  await change(ids.cy, 'active');
  expect(await keys()).toEqual(['ada', 'cy']);
  await change(ids.ada, 'disabled');
  expect(await keys()).toEqual(['cy']);
});

it('identities of a person say the workspace and the platform', async () => {
  const { connectionId, ids } = await known('acme');
  expect(await identitiesOf(database.store.read, ids.ada ?? '')).toEqual([
    { connectionId, platform: 'slack', externalId: 'U0ADA' },
  ]);
  expect(await identitiesOf(database.store.read, ids.cy ?? '')).toEqual([]);
});

it.each([
  ['role', { role: 'boss' }, 'unknown role boss'],
  ['status', { status: 'asleep' }, 'unknown status asleep'],
])('a row with an impossible %s is a fault', async (_, impossible, words) => {
  const { accountId, ids } = await known('acme');
  await database.store.transaction(async (tx) => {
    await tx.db.update(tx.t.person).set(impossible);
  });
  await expect(peopleByIds(database.store.read, accountId, [ids.ada ?? ''])).rejects.toThrow(words);
});
