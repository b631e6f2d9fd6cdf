import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectWorkspace } from '../../src/account/connect.ts';
import { accountByKey, connectionOfAccount } from '../../src/account/store.ts';
import { newId } from '../../src/lib/ids.ts';
import { personByIdentity } from '../../src/person/store.ts';
import { exportTeamFile } from '../../src/team-file/export.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText, pruneText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const [ada, bo, server, ops, owners] = [
  '100000000000000001',
  '100000000000000002',
  '300000000000000001',
  '200000000000000001',
  '200000000000000009',
];
const team = `account: acme
connect: { slack: T0ACME, discord: "${server}" }
notices: { discord: "${owners}" }
people:
  ada: { name: Ada, zone: UTC, role: owner, slack: U0ADA, discord: "${ada}" }
  bo: { name: Bo, zone: UTC, discord: "${bo}" }
services:
  web:
    name: Web shop
    channel: { slack: C0OPS, discord: "${ops}" }
`;

let database: TestDatabase;
const apply = (text: string) => applyText(database.store, text, now);
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

/** The key of whoever has this id on the platform. */
async function whoIs(platform: 'slack' | 'discord', id: string): Promise<string | undefined> {
  const { read } = database.store;
  const account = await accountByKey(read, 'acme');
  const connection = await connectionOfAccount(read, account?.id ?? '', platform);
  return (await personByIdentity(read, connection?.id ?? '', id))?.key;
}

test('both platforms are connected, and everybody is known on each of theirs', async () => {
  const { changes } = await apply(team);
  expect(changes).toEqual(
    expect.arrayContaining([
      'connect Slack T0ACME',
      `connect Discord ${server}`,
      'change where owners are told',
      'ada is U0ADA in Slack',
      `ada is ${ada} in Discord`,
      `bo is ${bo} in Discord`,
    ]),
  );
  expect([await whoIs('slack', 'U0ADA'), await whoIs('discord', ada), await whoIs('discord', bo)]).toEqual([
    'ada',
    'ada',
    'bo',
  ]);
  // An id is of its platform alone.
  expect(await whoIs('slack', ada)).toBeUndefined();
});

test('exported and applied again, it changes nothing; ids are in quotes', async () => {
  await apply(team);
  const exported = await exportTeamFile(database.store.read, null);
  const yaml = exported.ok ? exported.value.yaml : '';
  for (const line of [
    `connect: { slack: T0ACME, discord: "${server}" }`,
    `notices: { discord: "${owners}" }`,
    `discord: "${bo}"`,
    `channel: { slack: C0OPS, discord: "${ops}" }`,
  ]) {
    expect(yaml).toContain(line);
  }
  expect((await apply(yaml)).changes).toEqual([]);
  expect((await apply(team)).changes).toEqual([]);
});

test('two people exchange their Discord ids, and keep those in Slack', async () => {
  await apply(team);
  await apply(team.replace(ada, 'x').replace(bo, ada).replace('"x"', `"${bo}"`));
  expect([await whoIs('discord', ada), await whoIs('discord', bo), await whoIs('slack', 'U0ADA')]).toEqual([
    'bo',
    'ada',
    'ada',
  ]);
});

test('an id is not taken from somebody who is not in the file', async () => {
  await apply(team);
  const cy = `account: acme\npeople:\n  cy:\n    name: Cy\n    zone: UTC\n    discord: "${bo}"\n`;
  await expect(apply(cy)).rejects.toThrow('team.yaml:6: people.cy.discord belongs to bo already');
});

test('an id that the file leaves out is kept, also when what it does not name is deleted', async () => {
  await apply(team);
  const without = team.replace(/, discord: "1\d+"/, '').replace(/ {2}bo: .*\n/, '');
  const { changes } = await pruneText(database.store, without, now);
  expect(changes).toEqual(['delete person bo']);
  expect(await whoIs('discord', ada)).toBe('ada');
  expect(await database.store.read.db.$count(database.store.read.t.identity)).toBe(3);
});

test('a server of another account is refused by its line', async () => {
  await apply(team);
  await expect(apply(`account: other\nconnect:\n  slack: T0OTHER\n  discord: "${server}"\n`)).rejects.toThrow(
    'team.yaml:4: connect.discord is connected to another account already',
  );
});

test('of several accounts, none is connected to a server that no file names, and the answer can be pasted', async () => {
  await apply('account: acme\n');
  await apply('account: other\n');
  const told = { platform: 'discord', workspace: server, name: 'Acme', newId } as const;
  const connected = await database.store.transaction((tx) => connectWorkspace(tx, told));
  expect(connected).toMatchObject({
    ok: false,
    refusal: {
      message: `There are several accounts, and none of them names the server Acme (${server}). Set it in the team file: connect: { discord: "${server}" }`,
    },
  });
});
