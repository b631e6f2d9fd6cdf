import { afterEach, beforeEach, expect, test } from 'vitest';
import { hours, minutes } from '../../src/lib/clock.ts';
import { makeWorld, team, type World } from '../support/world.ts';

const after = (timeout: string) => (text: string) =>
  text.replace('    policy: default\n', `    policy: default\n    auto_resolve: ${timeout}\n`);

let world: World;
beforeEach(async () => {
  world = await makeWorld({ team: after('4h')(team) });
});
afterEach(async () => {
  await world.close();
});

test('four quiet hours → it is resolved, says why, and can be reopened', async () => {
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.advance(hours(4) - 1);
  expect(world.card()).toContain('🟠 #1');
  await world.advance(1);
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.card(channel)).toContain('🟢 #1');
    expect(world.card(channel)).toContain('Resolved 06:14 by Reveille after 4 h\nBecause: quiet for 4 h');
  }
  expect(await world.press('U0BO', 'C0OPS', 'Reopen')).toBeNull();
  expect(world.card()).toContain('Ada paged 06:14 by DM ✓');
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  await world.advance(hours(4));
  expect(world.card()).toContain('Resolved 10:14 by Reveille');
  expect(await world.alert()).toBe('opened');
});

test('nobody ever answered → it is resolved all the same once the alerts have stopped', async () => {
  await world.alert();
  await world.advance(hours(4));
  expect(world.card()).toContain('Because: quiet for 4 h');
});

test.each<[string, () => Promise<unknown>]>([
  ['the alert is repeated', () => world.alert()],
  ['another alert joins', () => world.alert({ alertKey: 'cpu-2' })],
  ['Bo writes a note', () => world.say('U0BO', '/incident note 1 looking')],
])('%s → the four hours count from then', async (_, happens) => {
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.advance(hours(3));
  await happens();
  await world.advance(hours(4) - 1);
  expect(world.card()).toContain('🟠 #1');
  await world.advance(1);
  expect(world.card()).toContain('Resolved 09:14 by Reveille');
});

test('a repeat writes no job for it', async () => {
  await world.alert();
  const { read } = world.store;
  const timers = async () => (await read.db.select().from(read.t.job)).filter((job) => job.kind !== 'card.redraw');
  const before = await timers();
  expect(before.map((job) => job.kind).sort()).toEqual(['escalation.due', 'quiet.over']);
  await world.advance(minutes(1));
  expect(await world.alert()).toBe('repeated');
  expect(await timers()).toEqual(before);
});

test('a snoozed incident that stays quiet is over before its snooze is', async () => {
  await world.alert();
  await world.say('U0ADA', '/incident snooze 1 1d');
  await world.advance(hours(4));
  expect(world.card()).toContain('Because: quiet for 4 h');
  await world.advance(hours(30));
  expect(world.card()).toContain('🟢 #1');
});

test('set later, it reaches what was open before; taken away, it ends nothing', async () => {
  await world.apply((text) => text.replace('    auto_resolve: 4h\n', ''));
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.advance(hours(24));
  await world.apply(after('25h'));
  await world.advance(minutes(59));
  expect(world.card()).toContain('🟠 #1');
  await world.apply((text) => text.replace('    auto_resolve: 25h\n', ''));
  await world.advance(hours(24));
  expect(world.card()).toContain('🟠 #1');
  await world.apply(after('4h'));
  await world.settle();
  expect(world.card()).toContain('Because: quiet for 2 d');
});
