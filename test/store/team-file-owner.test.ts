import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { applyText } from '../support/team.ts';

const now = Date.UTC(2026, 0, 5, 9);
const file = (people: readonly string[]) => `account: acme\npeople:\n${people.map((one) => `  ${one}\n`).join('')}`;
const ada = 'ada: { name: Ada, zone: UTC, role: owner }';
const bo = 'bo: { name: Bo, zone: UTC, role: owner }';
const plainAda = 'ada: { name: Ada, zone: UTC }';
const disabledAda = 'ada: { name: Ada, zone: UTC, role: owner, enabled: false }';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());
const apply = (...people: string[]) => applyText(database.store, file(people), now);

it.each([
  ['is none any more', plainAda],
  ['is disabled', disabledAda],
])('the last owner stays one: a file in which she %s is refused, and nothing is done', async (_, there) => {
  await apply(ada);
  const words =
    'team.yaml:2: people must keep an owner: ada would be none any more, and nobody in this file has role: owner and is enabled';
  await expect(apply(there)).rejects.toThrow(new Error(words));
  expect((await apply(ada)).changes).toEqual([]);
});

it.each([
  ['in the file', [plainAda, bo]],
  ['that the file does not name', [plainAda]],
])('she may go where there is another %s', async (_, people) => {
  await apply(ada, bo);
  expect((await apply(...people)).changes).toEqual(['change person ada: role']);
});

it('one who is renamed is the same', async () => {
  await apply(ada);
  expect((await apply(ada.replace('ada: {', 'grace: { was: ada,'))).changes).toEqual(['rename person ada to grace']);
});

it('an account that has no owner has none to keep', async () => {
  await apply(plainAda);
  expect((await apply('bo: { name: Bo, zone: UTC }')).changes).toHaveLength(1);
});
