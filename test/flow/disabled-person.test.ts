import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeWorld, team, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
  await world.alert();
  await world.apply((text) => text.replace('name: Bo,', 'name: Bo, enabled: false,'));
});
afterEach(async () => {
  await world.close();
});

const words = 'You are disabled in acme. Ask Ada (owner) to enable you.';
/** Bo, in a direct message, which belongs to no workspace. */
const alone = () => ({ ...world.speaker('U0BO'), workspace: '' });
const typed = (text: string) => {
  const [, name = '', rest = ''] = /^\/(\S+) ?(.*)$/.exec(text) ?? [];
  return world.app.chat.command({ speaker: alone(), name, text: rest, channel: 'D0BO' });
};

test('somebody who is disabled is told so, whatever they press, type or fill in, and nothing changes', async () => {
  const form = await world.form('U0ADA', { type: '/incident note 1' });
  if (typeof form === 'string') throw new Error(form);
  expect(await world.press('U0BO', 'C0OPS', 'Acknowledge')).toBe(words);
  expect(await world.say('U0BO', '/incident list')).toBe(words);
  expect(await world.say('U0BO', '/reveille link')).toBe(words);
  expect(await world.form('U0BO', { type: '/incident note 1' })).toBe(words);
  expect(await world.fill('U0BO', form, { text: 'it was me' })).toMatchObject({ words: { lines: [[words]] } });
  expect(world.card()).toContain('🔴 #1');
});

test('in a direct message too, of an incident or of none', async () => {
  expect(await typed('/incident list')).toEqual({ lines: [[words]] });
  const { token, message } = world.chat.button('C0OPS', 'Acknowledge');
  expect(await world.pressToken(alone(), 'C0OPS', token, message)).toBe(words);
  expect(world.card()).toContain('🔴 #1');
});

test('disabled in one account and active in another → in a direct message the other is meant', async () => {
  await world.applyOther(
    team
      .replace('account: acme', 'account: beta')
      .replace('T0ACME', 'T0BETA')
      .replace(/value: \w+/, `value: ${'b'.repeat(32)}`),
  );
  expect(await typed('/incident list')).toEqual({ lines: [['Nothing is open. All is calm.']] });
});

test('what they wanted is not kept: enabled again, they press again', async () => {
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  await world.apply((text) => text.replace(', enabled: false', ''));
  expect(world.card()).toContain('🔴 #1');
  expect(await world.press('U0BO', 'C0OPS', 'Acknowledge')).toBeNull();
  expect(world.card()).toContain('Bo has it');
});
