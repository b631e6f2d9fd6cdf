import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { makeSandboxWorld, type SandboxWorld } from '../support/sandbox-world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = await makeSandboxWorld();
});
afterEach(async () => {
  await world.close();
});

test('500 for a while → the page and the card go out within half a minute of its end, each once', async () => {
  world.breaks({ kind: 'server-error' });
  await world.alert();
  await world.advance(minutes(2));
  expect([...world.shown('C0OPS'), ...world.shown('D0ADA')]).toEqual([]);
  world.mended();
  await world.advance(seconds(30));
  expect(world.shown('D0ADA')).toEqual([expect.stringContaining('🔴 #1')]);
  expect(world.shown('C0OPS')).toEqual([expect.stringMatching(/by DM ✓ sent 02:16 · next: Bo at 02:19/)]);
  await world.advance(minutes(2));
  expect(world.done('chat.postMessage', 'D0ADA')).toBe(1);
});

test('500 on the first page alone → it is sent again a second later, once', async () => {
  world.sandbox.faults.begin({ kind: 'server-error', scope: { channel: 'D0ADA' }, lasts: { calls: 1 } });
  await world.alert();
  expect(world.shown('D0ADA')).toEqual([]);
  await world.advance(seconds(1));
  expect(world.shown('D0ADA')).toHaveLength(1);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
});

test('500 on edits → a press works at once, and every card says so when it is over', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', scope: { method: 'chat.update' } });
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(minutes(6));
  expect(world.done('chat.postMessage', 'D0BO')).toBe(0);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.advance(seconds(30));
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.shown(channel)).toEqual([expect.stringContaining('Ada has it since 02:14')]);
  }
});

test('500 on the answer to a command → the command counts, and the log says that its answer was lost', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', scope: { method: 'response_url' } });
  await world.say('U0BO', '/incident ack 1 7');
  const lost = expect.objectContaining({ level: 'warn', message: 'answering in Slack failed; going on' });
  await vi.waitFor(() => expect(world.log.complaints).toEqual([lost]));
  world.log.complaints.length = 0;
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Bo has it since 02:14')]);
});
