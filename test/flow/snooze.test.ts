import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatToken } from '../../src/chat/token.ts';
import { hours, minutes } from '../../src/lib/clock.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.alert();
});
afterEach(async () => {
  await world.close();
});

const pagesTo = (channel: string) => world.messages(channel).length;

test('Ada snoozes it for two hours → the card says until when; then she is paged again, then Bo', async () => {
  expect(await world.say('U0ADA', '/incident snooze 1 2h')).toBeNull();
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.card(channel)).toContain('😴 #1');
    expect(world.card(channel)).toContain('Since 02:14\nSnoozed until 04:14 by Ada');
    expect(world.card(channel)).toContain('[Wake] [Resolve]');
  }
  expect(world.thread().at(-1)).toBe('02:14 😴 Ada snoozed it until 04:14');
  await world.advance(hours(2) - 1);
  expect(world.card()).toContain('😴 #1');
  expect(pagesTo('D0BO')).toBe(0);
  await world.advance(1);
  expect(world.card()).toContain('🔴 #1');
  expect(world.card()).toContain('Ada paged 04:14 by DM ✓ · next: Bo at 04:19');
  expect(world.thread().slice(-3)).toEqual([
    '04:14 ⏰ The snooze is over',
    '04:14 📟 Paging @U0ADA',
    '04:14 ✓ Ada was paged by DM',
  ]);
  await world.advance(minutes(5));
  expect(world.card()).toContain('Bo paged 04:19 by DM ✓');
});

test('Bo presses Wake → it is triggered at once, and the end of the snooze does nothing any more', async () => {
  await world.say('U0ADA', '/incident snooze 1 2h');
  await world.advance(minutes(10));
  expect(await world.press('U0BO', 'C0OPS', 'Wake')).toBeNull();
  expect(world.card()).toContain('Ada paged 02:24 by DM ✓');
  expect(world.thread().slice(-3)).toEqual([
    '02:24 ⏰ Bo woke it',
    '02:24 📟 Paging @U0ADA',
    '02:24 ✓ Ada was paged by DM',
  ]);
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.advance(hours(3));
  expect(world.card()).toContain('Ada has it since 02:24');
  expect(pagesTo('D0ADA')).toBe(2);
});

test('a new alert under it is counted and said in the thread, and wakes nobody; nor does a repeat', async () => {
  await world.say('U0ADA', '/incident snooze 1 2h');
  await world.advance(minutes(10));
  expect(await world.alert({ alertKey: 'cpu-2', summary: 'CPU on web-4 above 95 %' })).toBe('added');
  expect(await world.alert()).toBe('repeated');
  await world.advance(minutes(1));
  expect(world.thread().at(-1)).toBe('02:24 ➕ Another alert: CPU on web-4 above 95 % (web-3, critical)');
  expect(world.card()).toContain('😴 #1');
  expect(world.card()).toContain('2 alerts, last 02:24');
  expect(pagesTo('D0ADA')).toBe(1);
});

test('the monitoring tool says that somebody has it, or that it is over: only the second ends the snooze', async () => {
  await world.say('U0ADA', '/incident snooze 1 2h');
  expect(await world.tool('acknowledge')).toBe('dropped');
  expect(world.card()).toContain('😴 #1');
  expect(await world.tool('resolve')).toBe('resolved');
  await world.advance(hours(3));
  expect(world.card()).toContain('🟢 #1');
});

test('snoozed again → the later time holds, and the earlier one passes', async () => {
  await world.say('U0ADA', '/incident snooze 1 1h');
  await world.say('U0BO', '/incident snooze 1 for 3 h');
  expect(world.card()).toContain('Snoozed until 05:14 by Bo');
  await world.advance(hours(1));
  expect(world.card()).toContain('😴 #1');
  await world.advance(hours(2));
  expect(world.card()).toContain('Ada paged 05:14 by DM ✓');
});

test('the timeout of acknowledgements does not end it', async () => {
  await world.apply((text) =>
    text.replace('    policy: default\n', '    policy: default\n    acknowledge_timeout: 30m\n'),
  );
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  await world.say('U0ADA', '/incident snooze 1 2h');
  await world.advance(minutes(119));
  expect(world.card()).toContain('😴 #1');
  await world.advance(minutes(1));
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  expect(world.card()).toContain('triggered again at 04:44 if nothing is heard');
});

test('a button that snoozes carries how long', async () => {
  const { token, message } = world.chat.button('C0OPS', 'Acknowledge');
  const incidentId = token.split(':')[2] ?? '';
  const snooze = formatToken({ verb: 'snooze', incidentId, seen: 90 });
  expect(await world.pressToken('U0BO', 'C0OPS', snooze, message)).toBeNull();
  expect(world.card()).toContain('Snoozed until 03:44 by Bo');
  const tooLong = formatToken({ verb: 'snooze', incidentId, seen: 999_999 });
  expect(await world.pressToken('U0BO', 'C0OPS', tooLong, message)).toBe(
    '#1 can be snoozed for 1 min to 7 d from now.',
  );
});

test.each([
  ['/incident snooze', 'I need the number of the incident, then for how long. For example: /incident snooze '],
  ['/incident snooze 1', 'I need for how long, such as 90m, 2h or 1d, after the number.'],
  ['/incident snooze banana', 'banana is not the number of an incident. For example: /incident snooze '],
  ['/incident snooze 1 banana', 'banana is not a length of time: write it like 90m, 2h or 1d, at most 7 d.'],
  ['/incident snooze 1 for the night', 'the night is not a length of time'],
  ['/incident snooze 1 2 2h', '2 2h is not a length of time'],
  ['/incident snooze 1 100d', '100d is not a length of time: write it like 90m, 2h or 1d, at most 7 d.'],
  ['/incident snooze 1 8d', '#1 can be snoozed for 1 min to 7 d from now.'],
  ['/incident snooze 1 30s', '#1 can be snoozed for 1 min to 7 d from now.'],
  ['/incident snooze 9 2h', 'There is no incident #9.'],
  ['/incident wake', 'I need the numbers of the incidents.'],
  ['/incident wake me', 'me is not the number of an incident. For example: /incident wake '],
  [
    '/incident wake 1',
    '#1 is triggered, so there is nothing to wake. Possible now: acknowledge, resolve, escalate, snooze',
  ],
  ['/incident help snooze', '\nQuiet for that long'],
])('%s is answered in words, and nothing changes', async (typed, words) => {
  expect(await world.say('U0BO', typed)).toContain(words);
  expect(world.card()).toContain('🔴 #1');
});

test('a press on an old card of a snoozed incident is told what it is now, and so is the list', async () => {
  const { token, message } = world.chat.button('C0OPS', 'Acknowledge');
  await world.say('U0ADA', '/incident snooze 1 2h');
  expect(await world.pressToken('U0BO', 'C0OPS', token, message)).toBe(
    '#1 is snoozed, so there is nothing to acknowledge. Possible now: wake, resolve, escalate, snooze, note.',
  );
  expect(await world.say('U0BO', '/incident list')).toContain('😴 #1 Web shop: CPU on web-3 above 95 % · snoozed');
  expect(await world.say('U0ADA', '/incident list mine')).toContain('😴 #1');
});

test('an observer may not snooze', async () => {
  await world.apply((text) => text.replace('slack: U0BO', 'role: observer, slack: U0BO'));
  expect(await world.say('U0BO', '/incident snooze 1 2h')).toBe('Only responders may do that. Ask Ada (owner).');
});

test('everybody was paged and nobody answered, then it is snoozed → the last rule is paged again when it is over', async () => {
  await world.advance(minutes(60));
  expect(world.card()).toContain('nobody answered');
  await world.say('U0BO', '/incident snooze 1 1h');
  await world.advance(hours(1));
  expect(world.card()).toContain('Bo paged 04:14 by DM ✓');
});
