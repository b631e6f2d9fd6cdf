import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectWorkspace } from '../../src/account/connect.ts';
import { connectionByWorkspace } from '../../src/account/store.ts';
import { newId } from '../../src/lib/ids.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const connect = (workspace: string, name = 'Acme Inc') =>
  database.store.transaction((tx) => connectWorkspace(tx, { platform: 'slack', workspace, name, newId }));
const apply = (...texts: readonly string[]) =>
  texts.reduce(async (before: Promise<unknown>, text) => {
    await before;
    return await applyText(database.store, text, now);
  }, Promise.resolve());
const connections = async () => {
  const { read } = database.store;
  const accounts = new Map((await read.db.select().from(read.t.account)).map((account) => [account.id, account.key]));
  const rows = await read.db.select().from(read.t.connection);
  return rows.map((row) => ({ account: accounts.get(row.accountId), workspace: row.externalId, name: row.name }));
};

const withPeople = 'account: acme\npeople:\n  ada: { name: Ada, zone: UTC, slack: U0ADA }\n';

describe('a workspace whose token is used', () => {
  it.each([
    ['that has nothing of Slack yet', 'account: acme\n'],
    ['that names Slack ids but no workspace', withPeople],
    ['that names it', 'account: acme\nconnect: { slack: T0ACME }\n'],
  ])('belongs to the only account, %s', async (_, text) => {
    await apply(text);
    expect(await connect('T0ACME')).toMatchObject({ ok: true, value: { externalId: 'T0ACME', name: 'Acme Inc' } });
    expect(await connections()).toEqual([{ account: 'acme', workspace: 'T0ACME', name: 'Acme Inc' }]);
  });

  it('keeps its people when it is taken in', async () => {
    await apply(withPeople);
    const { read } = database.store;
    const before = await read.db.select().from(read.t.identity);
    const connected = await connect('T0ACME');
    expect(before.map((identity) => identity.connectionId)).toEqual([connected.ok ? connected.value.id : null]);
  });

  it('is known again, by its new name', async () => {
    await apply('account: acme\n');
    const first = await connect('T0ACME', 'Acme');
    const second = await connect('T0ACME', 'Acme & Sons');
    expect(second.ok && first.ok && second.value.id === first.value.id).toBe(true);
    expect(await connections()).toEqual([{ account: 'acme', workspace: 'T0ACME', name: 'Acme & Sons' }]);
  });

  it('belongs to the account that names it, of several', async () => {
    await apply('account: other\nconnect: { slack: T0OTHER }\n', 'account: acme\nconnect: { slack: T0ACME }\n');
    const connected = await connect('T0ACME');
    const found = await connectionByWorkspace(database.store.read, 'slack', 'T0ACME');
    expect(connected).toMatchObject({ ok: true, value: { id: found?.id } });
    expect(await connections()).toContainEqual({ account: 'acme', workspace: 'T0ACME', name: 'Acme Inc' });
  });

  it('stays what it is when the team file is applied again', async () => {
    await apply(withPeople);
    await connect('T0ACME');
    expect((await applyText(database.store, withPeople, now)).changes).toEqual([]);
    expect(await connections()).toEqual([{ account: 'acme', workspace: 'T0ACME', name: 'Acme Inc' }]);
  });
});

describe('a workspace is refused', () => {
  it.each<[string, readonly string[], string, string]>([
    ['without an account', [], 'no-account', 'npm run -s reveille -- apply team.yaml'],
    [
      'by several accounts that do not name it',
      ['account: acme\n', 'account: other\n'],
      'several-accounts',
      'connect: { slack: T0NEW }',
    ],
    [
      'by an account that names another one',
      ['account: acme\nconnect: { slack: T0ACME }\n'],
      'other-workspace',
      'connect: { slack: T0NEW }',
    ],
  ])('%s, with what to do', async (_, texts, code, words) => {
    await apply(...texts);
    const before = await connections();
    expect(await connect('T0NEW')).toEqual({ ok: false, refusal: { code, message: expect.stringContaining(words) } });
    expect(await connections()).toEqual(before);
  });

  it('in a team file, when it is connected to another account', async () => {
    await apply('account: acme\nconnect: { slack: T0ACME }\n');
    await expect(apply('account: other\nconnect: { slack: T0ACME }\n')).rejects.toThrow(
      'team.yaml:2: connect.slack is connected to another account already',
    );
    expect(await connections()).toEqual([{ account: 'acme', workspace: 'T0ACME', name: null }]);
  });
});
