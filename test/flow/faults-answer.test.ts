import { afterEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { makeWireWorld, type WireWorld } from '../support/wire-world.ts';

let world: WireWorld;
afterEach(async () => {
  await world.close();
});
const paged = expect.stringContaining('Ada paged 02:14 by DM ✓');
const taken = expect.stringContaining('Ada has it since 02:14');

test('answers come late, but come → the card and the page, each once, and presses count', async () => {
  world = await makeWireWorld({ callTimeout: 1000 });
  world.breaks({ kind: 'slow', ms: 150 });
  await world.alert();
  for (const channel of ['C0OPS', 'D0ADA']) expect(world.shown(channel)).toEqual([paged]);
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  for (const channel of ['C0OPS', 'D0ADA']) expect(world.shown(channel)).toEqual([taken]);
});

test('an answer comes later than we wait → the page is sent once more (nobody knows that it came), never not at all', async () => {
  world = await makeWireWorld({ callTimeout: 1000 });
  await world.alert();
  world.breaks({ kind: 'slow', ms: 3000, channel: 'D0ADA', asked: 'post' }, 1);
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(world.shown('C0OPS')).toEqual([paged, expect.stringContaining('Ada paged 02:14 by DM …')]);
  await world.advance(seconds(2));
  expect(world.shown('C0OPS')).toEqual([paged, paged]);
  const pages = world.shown('D0ADA').filter((card) => card.includes('🔴 #2'));
  expect(pages).toHaveLength(world.seenOfTwo);
});

test('the answer to an edit is lost → it is made again, and nothing is doubled', async () => {
  world = await makeWireWorld();
  await world.alert();
  world.breaks({ kind: 'lost-answer', channel: 'C0OPS', asked: 'edit' }, 1);
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(seconds(1));
  for (const channel of ['C0OPS', 'D0ADA']) expect(world.shown(channel)).toEqual([taken]);
});

test('the answer to opening the conversation is lost → it is opened again, and the page is sent once', async () => {
  world = await makeWireWorld();
  world.breaks({ kind: 'lost-answer', asked: 'open' }, 1);
  await world.alert();
  expect(world.shown('D0ADA')).toEqual([]);
  await world.advance(seconds(1));
  for (const channel of ['C0OPS', 'D0ADA']) expect(world.shown(channel)).toEqual([paged]);
});
