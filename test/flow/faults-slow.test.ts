import { afterEach, beforeEach, expect, test } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { makeSandboxWorld, type SandboxWorld } from '../support/sandbox-world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = await makeSandboxWorld({ callTimeout: 1000 });
});
afterEach(async () => {
  await world.close();
});

test('Slack answers late, but answers → the card and the page, each once, and presses count', async () => {
  world.breaks({ kind: 'slow', ms: 150 });
  await world.alert();
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
  expect(world.shown('D0ADA')).toHaveLength(1);
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.shown(channel)).toEqual([expect.stringContaining('Ada has it since 02:14')]);
  }
});

test('Slack answers later than we wait → the page is sent once more (nobody knows that it came), never not at all', async () => {
  world.sandbox.faults.begin({ kind: 'slow', ms: 3000, scope: { channel: 'D0ADA' }, lasts: { calls: 1 } });
  await world.alert();
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM …')]);
  await world.advance(seconds(1));
  expect(world.shown('D0ADA')).toHaveLength(2);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
});
