import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { makeSandboxWorld, type SandboxWorld } from '../support/sandbox-world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = await makeSandboxWorld();
});
afterEach(async () => {
  await world.close();
});

const notTaken = { error: 'dispatch_failed' };

test('no socket → the alert arrives all the same: card and page go out, once', async () => {
  world.breaks({ kind: 'no-socket' });
  await world.cutOff();
  await world.alert();
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
  expect(world.shown('D0ADA')).toHaveLength(1);
  expect(world.trouble()).toMatch(/^Slack cannot be reached at 127\.0\.0\.1:\d+ since 2026-01-05 02:14 UTC/);
});

test('a press while no socket stands is refused by Slack, changes nothing, and works after the reconnect', async () => {
  await world.alert();
  world.breaks({ kind: 'no-socket' });
  await world.cutOff();
  await expect(world.press('U0ADA', 'D0ADA', 'Acknowledge')).rejects.toMatchObject(notTaken);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.reconnected();
  expect(world.trouble()).toBeNull();
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.shown(channel)).toEqual([expect.stringContaining('Ada has it since 02:14')]);
  }
});

test('nobody can answer because no socket stands → the next person is paged in time', async () => {
  await world.alert();
  world.breaks({ kind: 'no-socket' });
  await world.cutOff();
  await expect(world.say('U0ADA', '/incident ack 1')).rejects.toMatchObject(notTaken);
  await world.advance(minutes(5));
  expect(world.shown('D0BO')).toHaveLength(1);
  world.mended();
  await world.reconnected();
  await world.say('U0BO', '/incident ack 1');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Bo has it since 02:19')]);
});

test('sockets that are cut, or asked to come anew, are back by themselves, and the next press counts', async () => {
  await world.alert();
  const opened = () => world.done('apps.connections.open');
  for (const [cut, label] of [
    [world.sandbox.dropConnections, 'Acknowledge'],
    [world.sandbox.refreshConnections, 'Resolve'],
  ] as const) {
    const before = opened();
    cut();
    await expect.poll(opened).toBe(before + 2);
    await world.reconnected();
    await world.press('U0ADA', 'C0OPS', label);
  }
  expect(world.shown('D0ADA')).toEqual([expect.stringContaining('Resolved 02:14 by Ada')]);
});
