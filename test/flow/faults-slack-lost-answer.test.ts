import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { readMessage } from '../support/read-message.ts';
import { makeSandboxWorld, type SandboxWorld } from '../support/sandbox-world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = await makeSandboxWorld();
});
afterEach(async () => {
  await world.close();
});

const lose = (scope: { method: string; channel?: string }) =>
  world.sandbox.faults.begin({ kind: 'lost-answer', scope, lasts: { calls: 1 } });

test('the answer to a page is lost → it is sent once more (Slack takes no key that would tell), never not at all', async () => {
  lose({ method: 'chat.postMessage', channel: 'D0ADA' });
  await world.alert();
  expect(world.shown('D0ADA')).toHaveLength(1);
  await world.advance(minutes(4));
  expect(world.shown('D0ADA')).toHaveLength(2);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Ada paged 02:14 by DM ✓')]);
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  expect(world.shown('D0ADA').at(-1)).toContain('Ada has it');
});

test('the answer to a card is lost → it stands twice (Slack takes no key that would tell), the first is true once it was pressed', async () => {
  lose({ method: 'chat.postMessage', channel: 'C0OPS' });
  await world.alert();
  await world.advance(seconds(1));
  expect(world.shown('C0OPS')).toHaveLength(2);
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  expect(world.shown('C0OPS').at(-1)).toContain('Ada has it');
  await world.press('U0ADA', 'C0OPS', 'Resolve');
  expect(world.shown('C0OPS').at(-1)).toContain('🟢 #1');
  expect(world.done('chat.postMessage', 'D0ADA')).toBe(1);
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  await expect.poll(() => world.told('U0BO')).toEqual(['#1 was resolved 0 s ago by Ada. Reopen it if it is not over.']);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🟢 #1'), expect.stringContaining('🟢 #1')]);
  await world.press('U0BO', 'C0OPS', 'Reopen');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🔴 #1'), expect.stringContaining('🔴 #1')]);
});

test('a page that stands twice → pressing the first acts, and both are true', async () => {
  lose({ method: 'chat.postMessage', channel: 'D0ADA' });
  await world.alert();
  await world.advance(seconds(2));
  const [first] = world.sandbox.world.messages.filter((message) => message.channel === 'D0ADA');
  if (first === undefined) throw new Error('there is no page');
  const actionId = readMessage(first).buttons.get('Acknowledge') ?? '';
  await world.sandbox.press({ person: 'U0ADA', channel: 'D0ADA', ts: first.ts, actionId });
  await world.settle();
  const truth = expect.stringContaining('Ada has it since 02:14');
  expect(world.shown('D0ADA')).toEqual([truth, truth]);
  expect(world.shown('C0OPS')).toEqual([truth]);
});
