import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const channels = () => world.same(({ messages }) => messages.map(({ channel }) => channel));

test('alert arrives → #ops sees a card, Ada is paged by DM, and the thread mentions her', async () => {
  expect(await world.alert()).toBe('opened');
  expect(world.card()).toBe(
    [
      '🔴 #1  CPU on web-3 above 95 %   critical · Web shop',
      'Since 02:14',
      'Ada paged 02:14 by DM ✓ · next: Bo at 02:19',
      '1 alert · web-3',
      '[Acknowledge] [Resolve] [Escalate] [More]',
    ].join('\n'),
  );
  expect(world.card('D0ADA')).toContain('You are paged for Web shop (rule 1 of default)\n🔴 #1');
  expect(channels().toSorted()).toEqual(['C0OPS', 'C0OPS', 'D0ADA']);
  expect(world.thread()).toEqual([
    '02:14 🔴 Triggered by alertmanager',
    '02:14 📟 Paging @U0ADA',
    '02:14 ✓ Ada was paged by DM',
  ]);
});

test('Ada acknowledges in her DM → the card in #ops and the DM say so, and nobody else is paged', async () => {
  await world.alert();
  await world.advance(minutes(2));
  expect(await world.press('U0ADA', 'D0ADA', 'Acknowledge')).toBeNull();
  for (const channel of ['C0OPS', 'D0ADA']) {
    expect(world.card(channel)).toContain('🟠 #1');
    expect(world.card(channel)).toContain('Ada has it since 02:16 (after 2 min)');
    expect(world.card(channel)).toContain('[Resolve] [Escalate] [Give back]');
  }
  await world.advance(minutes(120));
  expect(channels()).not.toContain('D0BO');
});

test('nobody answers → rule by rule, three rounds, then it says so and tells the owner', async () => {
  await world.alert();
  await world.advance(minutes(5));
  expect(world.card()).toContain('Bo paged 02:19 by DM ✓ · next: Ada at 02:29');
  await world.advance(minutes(60));
  expect(channels().filter((channel) => channel === 'D0BO')).toHaveLength(3);
  expect(world.card()).toContain('Everyone was paged 3 times and nobody answered. Press Escalate to start over.');
  expect(world.card()).toContain('[Acknowledge] [Resolve] [Escalate]');
  expect(world.messages('D0ADA').at(-1)).toBe(
    '🔴 #1 CPU on web-3 above 95 %: everyone was paged 3 times and nobody answered.',
  );
  expect(await world.press('U0BO', 'C0OPS', 'Escalate')).toBeNull();
  expect(world.card()).toContain('Ada paged 03:19');
});

test('Alertmanager says that it is over → the card is green, and can be reopened for half an hour', async () => {
  await world.alert();
  await world.advance(minutes(17));
  expect(await world.tool('resolve')).toBe('resolved');
  expect(world.card()).toContain('🟢 #1');
  expect(world.card()).toContain('Resolved 02:31 by alertmanager after 17 min');
  expect(world.card()).toContain('[Reopen]');
  expect(await world.press('U0BO', 'C0OPS', 'Reopen')).toBeNull();
  expect(world.card()).toContain('Ada paged 02:31');
  expect(await world.press('U0BO', 'C0OPS', 'Resolve')).toBeNull();
  await world.advance(minutes(31));
  expect(world.card()).not.toContain('[Reopen]');
});

test('the same alert again only moves the counter, at most once in five seconds, and pages nobody', async () => {
  await world.alert();
  const edits = () => world.same(({ messages }) => messages.find((shown) => shown.channel === 'C0OPS')?.edits ?? 0);
  const [shown, edited] = [world.messages().length, edits()];
  for (let turn = 0; turn < 8; turn += 1) {
    expect(await world.alert()).toBe('repeated');
    await world.advance(seconds(1));
  }
  await world.advance(seconds(10));
  expect(world.messages()).toHaveLength(shown);
  expect(world.card()).toContain('9 alerts, last 02:14');
  expect(edits() - edited).toBe(2);
});

test('Bo gives back what he took by mistake → the next rule is paged at once', async () => {
  await world.alert();
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  await world.press('U0BO', 'C0OPS', 'Give back');
  expect(world.card()).toContain('🔴 #1');
  expect(world.card()).toContain('Bo paged 02:14 by DM ✓ · next: Ada at 02:24');
});

test('a click twice, and a click by the second, are told apart', async () => {
  await world.alert();
  const { token, message } = world.chat.button('C0OPS', 'Acknowledge');
  expect(await world.pressToken('U0BO', 'C0OPS', token, message)).toBeNull();
  await world.advance(seconds(10));
  expect(await world.pressToken('U0BO', 'C0OPS', token, message)).toBe('You have #1 already, since 10 s ago.');
  expect(await world.pressToken('U0ADA', 'C0OPS', token, message)).toBe('Bo acknowledged #1 10 s before you.');
  await world.press('U0BO', 'C0OPS', 'Resolve');
  expect(await world.pressToken('U0ADA', 'C0OPS', token, message)).toMatch(/^#1 was resolved 0 s ago by Bo/);
});

test('two people press Escalate on the same card → it is escalated once', async () => {
  await world.alert();
  const { token, message } = world.chat.button('C0OPS', 'Escalate');
  expect(await world.pressToken('U0ADA', 'C0OPS', token, message)).toBeNull();
  expect(await world.pressToken('U0BO', 'C0OPS', token, message)).toMatch(/^#1 was escalated already/);
  expect(channels().filter((channel) => channel === 'D0BO')).toHaveLength(1);
});

test.each([
  ['a stranger', ['T0ACME', 'U0CY'], /I don't know you yet. Ask Ada \(owner\)/],
  ['somebody of another workspace', ['T0EVIL', 'U0ADA'], /not connected/],
] as const)('%s gets words, and changes nothing', async (_who, [workspace, person], words) => {
  await world.alert();
  const { token, message } = world.chat.button('C0OPS', 'Acknowledge');
  expect(await world.pressToken(world.speaker(person, workspace), 'C0OPS', token, message)).toMatch(words);
  expect(world.card()).toContain('🔴 #1');
});

test.each([
  'rv1:acknowledge:inc_00000000000000000000000000000000',
  'rv1:drop-everything:inc_00000000000000000000000000000000',
  'rv1:acknowledge',
  `rv1:acknowledge:${'x'.repeat(300)}`,
  '',
])('a forged button value %j is refused in words', async (token) => {
  await world.alert();
  expect(await world.pressToken('U0ADA', 'C0OPS', token, 'm1')).toMatch(/not known here|not one of mine/);
  expect(world.card()).toContain('🔴 #1');
});

test('resolved, reopened and resolved again → Reopen goes half an hour after the last time', async () => {
  await world.alert();
  await world.press('U0ADA', 'C0OPS', 'Resolve');
  await world.advance(minutes(10));
  await world.press('U0ADA', 'C0OPS', 'Reopen');
  await world.press('U0ADA', 'C0OPS', 'Resolve');
  await world.advance(minutes(29));
  expect(world.card()).toContain('[Reopen]');
  await world.advance(minutes(2));
  expect(world.card()).not.toContain('[Reopen]');
});
