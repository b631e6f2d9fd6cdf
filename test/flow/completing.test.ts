import { afterEach, beforeEach, expect, test } from 'vitest';
import { complete } from '../../src/chat/complete.ts';
import type { Completed } from '../../src/chat/port.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full on db-1' });
});
afterEach(() => world.close());

const offered = async (what: Completed, typed: string, person = 'U0BO') => {
  return (await complete(world.store.read, world.speaker(person), what, typed)).map(
    ({ value, label }) => `${value} = ${label}`,
  );
};

test.each<[what: Completed, typed: string, first: string | undefined]>([
  ['service', 'we', 'web = Web shop (web)'],
  ['service', 'SHOP', 'web = Web shop (web)'],
  ['service', 'nothing', undefined],
  ['incident', '', '2 = #2 Disk full on db-1'],
  ['incident', '#2', '2 = #2 Disk full on db-1'],
  ['incident', 'disk', '2 = #2 Disk full on db-1'],
  ['incident', '1 di', '1 2 = 1 #2 Disk full on db-1'],
  ['incident', '9', undefined],
  ['duration', '2', '2h = 2h'],
])('Bo types %s %j and is offered it', async (what, typed, first) => {
  expect((await offered(what, typed))[0]).toBe(first);
});

test('a stranger is told of nothing', async () => {
  expect(await offered('incident', '', 'U0NOBODY')).toEqual([]);
  expect(await offered('service', '', 'U0NOBODY')).toEqual([]);
});
