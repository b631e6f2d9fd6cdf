import { expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { readinessOf } from '../../src/readiness.ts';
import { makeWorld } from '../support/world.ts';

test('a page that waits for over a minute is said, and no longer when it is out or not needed', async () => {
  const world = await makeWorld();
  const ready = readinessOf({
    store: world.store,
    ports: world.chats,
    clock: world.clock.now,
    isStarting: () => false,
  });
  const back = world.answers(() => ({ kind: 'broken', reason: 'it does not answer' }));
  await world.alert();
  await world.advance(seconds(59));
  expect(await ready()).toEqual([]);
  await world.advance(seconds(31));
  expect(await ready()).toEqual(['The oldest page is 1 min late.']);
  back();
  await world.advance(minutes(1));
  expect(await ready()).toEqual([]);
  await world.close();
});

test('chat that cannot be reached is said in its own words', async () => {
  const world = await makeWorld();
  const chat = { ...world.chat, trouble: () => 'Slack cannot be reached.' };
  const ready = readinessOf({ store: world.store, ports: [chat], clock: world.clock.now, isStarting: () => false });
  expect(await ready()).toEqual(['Slack cannot be reached.']);
  await world.close();
});

test('until chat is loaded it is not ready, and says that alerts are taken', async () => {
  const world = await makeWorld();
  let isStarting = true;
  const deps = { store: world.store, ports: [], clock: world.clock.now, isStarting: () => isStarting };
  const ready = readinessOf(deps);
  expect(await ready()).toEqual(['Reveille is starting: alerts are taken, and paged in a moment.']);
  isStarting = false;
  expect(await ready()).toEqual([]);
  await world.close();
});
