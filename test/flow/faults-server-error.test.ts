import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { makeWireWorld, type WireWorld } from '../support/wire-world.ts';

let world: WireWorld;
beforeEach(async () => {
  world = await makeWireWorld();
});
afterEach(async () => {
  await world.close();
});
const paged = expect.stringContaining('Ada paged 02:14 by DM ✓');

test('500 for a while → the page and the card go out within half a minute of its end, each once', async () => {
  world.breaks({ kind: 'server-error' });
  await world.alert();
  await world.advance(minutes(2));
  expect([...world.shown('C0OPS'), ...world.shown('D0ADA')]).toEqual([]);
  world.mended();
  await world.advance(seconds(30));
  expect(world.shown('D0ADA')).toEqual([expect.stringContaining('🔴 #1')]);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('by DM ✓ sent 02:16 · next: Bo at 02:19')]);
  await world.advance(minutes(2));
  expect(world.done('post', 'D0ADA')).toBe(1);
});

test('500 on a page alone → it is sent again a second later, once', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', channel: 'D0ADA', asked: 'post' }, 1);
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(world.shown('D0ADA')).toHaveLength(1);
  await world.advance(seconds(1));
  expect(world.shown('D0ADA')).toHaveLength(2);
  expect(world.shown('C0OPS')).toEqual([paged, paged]);
});

test('500 in #ops → it is tried once each time, and never again at once', async () => {
  world.breaks({ kind: 'server-error', channel: 'C0OPS' });
  await world.alert();
  expect(world.failed()).toBe(1);
  expect(world.shown('D0ADA')).toHaveLength(1);
  world.mended();
  await world.advance(seconds(1));
  expect(world.shown('C0OPS')).toEqual([paged]);
});

test('500 on edits → a press works at once, and every card says so when it is over', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', asked: 'edit' });
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(minutes(6));
  expect(world.shown('D0BO')).toEqual([]);
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🔴 #1')]);
  world.mended();
  await world.advance(seconds(30));
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.shown(channel)).toEqual([expect.stringContaining('Ada has it since 02:14')]);
  }
});

test('500 on the answer to a command → the command counts, and the log says that its answer was lost', async () => {
  await world.alert();
  world.breaks({ kind: 'server-error', asked: 'answer' });
  const said = await world.say('U0BO', 'acknowledge', '1 7').then(() => null, String);
  expect(said).toBe(world.unanswered);
  const message = `answering in ${world.called} failed; going on`;
  await vi.waitFor(() => expect(world.log.complaints).toEqual([expect.objectContaining({ level: 'warn', message })]), {
    timeout: 15_000,
  });
  const [lost] = world.log.complaints.splice(0);
  expect(lost?.details).toHaveProperty('err', expect.objectContaining({ message: expect.stringMatching(/\b500\b/) }));
  await world.settle();
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Bo has it since 02:14')]);
});
