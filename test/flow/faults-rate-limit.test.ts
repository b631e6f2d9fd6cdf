import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { makeWireWorld, type WireWorld } from '../support/wire-world.ts';

let world: WireWorld;
beforeEach(async () => {
  world = await makeWireWorld();
});
afterEach(async () => {
  await world.close();
});
const paged = expect.stringContaining('Ada paged 02:14 by DM ✓ · next: Bo at 02:19');

test('429 on every message → nothing is sent in the time of peace, then the card and the page, each once', async () => {
  world.breaks({ kind: 'rate-limit', retryAfterS: 30, asked: 'post' });
  await world.alert();
  expect(world.failed('post')).toBe(2);
  world.mended();
  await world.advance(seconds(29));
  expect([world.failed('post'), world.done('post')]).toEqual([2, 0]);
  await world.advance(seconds(1));
  for (const channel of ['C0OPS', 'D0ADA']) expect(world.shown(channel)).toEqual([paged]);
});

test('429 in #ops alone → the page goes out at once, and the card when it may', async () => {
  world.breaks({ kind: 'rate-limit', retryAfterS: 10, channel: 'C0OPS' });
  await world.alert();
  expect(world.shown('D0ADA')).toHaveLength(1);
  expect(world.shown('C0OPS')).toEqual([]);
  world.mended();
  await world.advance(seconds(10));
  expect(world.shown('C0OPS')).toEqual([paged]);
  expect(world.done('post', 'D0ADA')).toBe(1);
});

test('429 on opening the conversation, again and again → the page goes out when it ends, once', async () => {
  world.breaks({ kind: 'rate-limit', retryAfterS: 20, asked: 'open' });
  await world.alert();
  await world.advance(seconds(60));
  expect(world.failed('open')).toBe(4);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM …')]);
  world.mended();
  await world.advance(seconds(20));
  expect(world.shown('D0ADA')).toHaveLength(1);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
});

test('429 on edits while people press → one edit of each card, to the newest state', async () => {
  await world.alert();
  world.breaks({ kind: 'rate-limit', retryAfterS: 15, asked: 'edit' });
  const before = world.done('edit');
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.say('U0ADA', 'resolve', '1');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.advance(seconds(15));
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.shown(channel)).toEqual([expect.stringMatching(/🟢 #1[\s\S]*Resolved 02:14 by Ada/)]);
  }
  expect(world.done('edit') - before).toBe(2);
});
