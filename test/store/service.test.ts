import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountByKey } from '../../src/account/store.ts';
import { hashKey } from '../../src/service/integration-key.ts';
import { serviceById, serviceByKeyHash, serviceByKeyOrName, servicesOf } from '../../src/service/store.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const webKey = 'aaaabbbbccccddddeeeeffffgggg1111';
const dbKey = 'aaaabbbbccccddddeeeeffffgggg2222';
const otherKey = 'aaaabbbbccccddddeeeeffffgggg3333';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await applyText(
    database.store,
    `account: acme
policies:
  default: {}
services:
  web: { name: Web shop, policy: default, channel: { slack: C0OPS }, keys: [{ name: alertmanager, value: ${webKey} }] }
  db: { name: Database, keys: [{ name: grafana, value: ${dbKey} }] }
  database: { name: Web, enabled: false }
`,
    now,
  );
  const text = `account: other\nservices:\n  web: { name: Secret shop, keys: [{ name: a, value: ${otherKey} }] }\n`;
  await applyText(database.store, text, now);
});
afterEach(() => database.close());

const accountId = async (key: string) => (await accountByKey(database.store.read, key))?.id ?? '';
const byKey = async (value: string) => await serviceByKeyHash(database.store.read, hashKey(value));

async function set(key: string, status: 'active' | 'disabled' | 'deleted'): Promise<void> {
  await database.store.transaction(async (tx) => {
    await tx.db.update(tx.t.service).set({ status }).where(eq(tx.t.service.key, key));
  });
}

describe('a service by the hash of a key', () => {
  it('comes whole, with the name of the key', async () => {
    const found = await byKey(webKey);
    expect(found?.key).toEqual({ id: expect.stringMatching(/^key_/), name: 'alertmanager' });
    expect(found?.service).toEqual({
      id: expect.stringMatching(/^svc_/),
      accountId: await accountId('acme'),
      key: 'web',
      name: 'Web shop',
      policyId: expect.stringMatching(/^pol_/),
      channels: { slack: 'C0OPS' },
      timeouts: { acknowledge: null, resolve: null },
      status: 'active',
    });
  });

  it('is the one whose key it is', async () => {
    expect((await byKey(dbKey))?.service.name).toBe('Database');
    expect((await byKey(otherKey))?.service).toMatchObject({ key: 'web', accountId: await accountId('other') });
  });

  it.each([
    ['disabled service', 'disabled', 'web'],
    ['deleted service', 'deleted', undefined],
  ] as const)('a %s', async (_, status, key) => {
    await set('web', status);
    expect((await byKey(webKey))?.service.key).toBe(key);
  });

  it.each(['disabled', 'deleted'])('a %s key opens nothing', async (status) => {
    await database.store.transaction(async (tx) => {
      await tx.db
        .update(tx.t.integrationKey)
        .set({ status })
        .where(eq(tx.t.integrationKey.hash, hashKey(webKey)));
    });
    expect(await byKey(webKey)).toBeNull();
    expect((await byKey(dbKey))?.service.key).toBe('db');
  });

  it('the key itself stands nowhere, and is no hash', async () => {
    const { read } = database.store;
    expect(JSON.stringify(await read.db.select().from(read.t.integrationKey))).not.toContain(webKey);
    expect(await serviceByKeyHash(read, webKey)).toBeNull();
    expect(await byKey('')).toBeNull();
  });
});

it('is found by its id in its own account alone', async () => {
  const id = (await byKey(webKey))?.service.id ?? '';
  expect((await serviceById(database.store.read, await accountId('acme'), id))?.key).toBe('web');
  expect(await serviceById(database.store.read, await accountId('other'), id)).toBeNull();
});

it('the services of an account come in the order of their keys, without deleted ones', async () => {
  await set('db', 'deleted');
  const keys = (await servicesOf(database.store.read, await accountId('acme'))).map((one) => [one.key, one.status]);
  expect(keys).toEqual([
    ['database', 'disabled'],
    ['web', 'active'],
  ]);
});

describe('a service by what people type', () => {
  it.each([
    ['web', 'web'],
    [' WEB ', 'web'],
    ['web shop', 'web'],
    ['Web Shop', 'web'],
    // A key goes before a name: `database` is also what the service db is called.
    ['Database', 'database'],
    ['db', 'db'],
    ['secret shop', undefined],
    ['shop', undefined],
    ['', undefined],
  ])('%j is %s', async (text, key) => {
    expect((await serviceByKeyOrName(database.store.read, await accountId('acme'), text))?.key).toBe(key);
  });

  it('not when it is deleted', async () => {
    await set('web', 'deleted');
    expect(await serviceByKeyOrName(database.store.read, await accountId('acme'), 'web shop')).toBeNull();
  });
});
