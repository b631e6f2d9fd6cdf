import { afterEach, beforeEach, expect, test } from 'vitest';
import { hours, minutes } from '../../src/lib/clock.ts';
import { makeWorld, start, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const morning = start + hours(6);
const turnOff = (who: string, until: number) => world.onEach(({ chat }) => chat.quiet.set(who, until));
/** What the card says of it, a line for each platform. */
const off = (name: string, until: string) =>
  world.onEach(({ called }) => `${name}'s ${called} is in Do Not Disturb until ${until}`).join('\n');

test("Ada's notifications are off → the card says until when, and she is paged all the same", async () => {
  turnOff('U0ADA', morning);
  await world.alert();
  expect(world.card('D0ADA')).toContain('You are paged for Web shop');
  expect(world.card()).toContain(off('Ada', '08:14'));
  expect(world.thread().at(-1)).toBe('02:14 ✓ Ada was paged by DM, with notifications off until 08:14');
});

test('it says so of those whose page is the newest, and no longer than it lasts', async () => {
  turnOff('U0ADA', start + minutes(3));
  turnOff('U0BO', morning);
  await world.alert();
  await world.advance(minutes(5));
  expect(world.card()).not.toContain("Ada's");
  expect(world.card()).toContain(off('Bo', '08:14'));
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  expect(world.card()).not.toContain('Do Not Disturb');
});

test.each([
  ['does not know', { kind: 'refused', reason: 'The app lacks the scope dnd:read.' }],
  ['does not answer', { kind: 'broken', reason: 'HTTP 500' }],
  ['has no time', { kind: 'later', at: start + minutes(1), scope: 'dnd.info' }],
] as const)('the platform %s → the page goes out, and nothing is said of it', async (_name, outcome) => {
  world.answersOnce((act) => (act === 'quiet-until' ? outcome : undefined));
  await world.alert();
  expect(world.card()).toContain('Ada paged 02:14 by DM ✓');
  expect(world.card()).not.toContain('Do Not Disturb');
});
