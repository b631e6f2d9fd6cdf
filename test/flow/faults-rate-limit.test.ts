import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { makeSandboxWorld, type SandboxWorld } from '../support/sandbox-world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = await makeSandboxWorld();
});
afterEach(async () => {
  await world.close();
});

const hits = (method: string) =>
  world.sandbox.calls.filter((call) => call.method === method && call.fault === 'rate-limit').length;

test('429 on every message → nothing is sent in the time of peace, then the card and the page, each once', async () => {
  world.breaks({ kind: 'rate-limit', retryAfterS: 30, scope: { method: 'chat.postMessage' } });
  await world.alert();
  const asked = hits('chat.postMessage');
  world.mended();
  await world.advance(seconds(29));
  expect(hits('chat.postMessage')).toBe(asked);
  expect([...world.shown('C0OPS'), ...world.shown('D0ADA')]).toEqual([]);
  await world.advance(seconds(1));
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓ · next: Bo at 02:19')]);
  expect(world.shown('D0ADA')).toEqual([expect.stringContaining('🔴 #1')]);
});

test('429 in #ops alone → the page goes out at once, and the card when Slack lets it', async () => {
  world.breaks({ kind: 'rate-limit', retryAfterS: 10, scope: { channel: 'C0OPS' } });
  await world.alert();
  expect(world.shown('D0ADA')).toHaveLength(1);
  expect(world.shown('C0OPS')).toEqual([]);
  world.mended();
  await world.advance(seconds(10));
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
  expect(world.done('chat.postMessage', 'D0ADA')).toBe(1);
});

test('429 on opening the conversation, again and again → the page goes out when it ends, once', async () => {
  world.breaks({ kind: 'rate-limit', retryAfterS: 20, scope: { method: 'conversations.open' } });
  await world.alert();
  await world.advance(seconds(60));
  expect(hits('conversations.open')).toBe(4);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM …')]);
  world.mended();
  await world.advance(seconds(20));
  expect(world.shown('D0ADA')).toHaveLength(1);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
});

test('429 on edits while people press → one edit of each card, to the newest state', async () => {
  await world.alert();
  world.breaks({ kind: 'rate-limit', retryAfterS: 15, scope: { method: 'chat.update' } });
  const before = world.done('chat.update');
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.say('U0ADA', '/incident resolve 1');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.advance(seconds(15));
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.shown(channel)).toEqual([expect.stringContaining('🟢 #1')]);
    expect(world.shown(channel)).toEqual([expect.stringContaining('Resolved 02:14 by Ada')]);
  }
  expect(world.done('chat.update') - before).toBe(2);
});
