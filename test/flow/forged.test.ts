import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Form } from '../../src/chat/form.ts';
import { makeWorld, team, type World, webKey } from '../support/world.ts';

/** Whoever speaks to Slack himself may send any token and any answer: Bo is of `acme`, the others are of `other`. */
const otherKey = 'zzzzyyyyxxxxwwwwvvvvuuuutttt2222';
const other = team
  .replace('account: acme', 'account: other')
  .replace('T0ACME', 'T0OTHER')
  .replace(webKey, otherKey)
  .replace('name: Web shop', 'name: Secret shop');

let world: World;
let foreign: { incident: string; service: string };
beforeEach(async () => {
  world = await makeWorld();
  await world.applyOther(other);
  const signal = { action: 'trigger', key: 'cpu', alertKey: 'cpu', summary: 'A secret', severity: 'critical' } as const;
  await world.app.intake.receive(otherKey, [{ ...signal, source: null, links: [], details: {} }]);
  await world.settle();
  const { db, t } = world.store.read;
  const [incident] = await db.select().from(t.incident);
  foreign = { incident: incident?.id ?? '', service: incident?.serviceId ?? '' };
});
afterEach(() => world.close());

/** Everything of the other account that an act could change. */
const untouched = async (): Promise<unknown> => {
  const { db, t } = world.store.read;
  const incident = (await db.select().from(t.incident)).filter(({ serviceId }) => serviceId === foreign.service);
  return [incident, (await db.select().from(t.event)).filter(({ serviceId }) => serviceId === foreign.service)];
};
const press = (token: string, who = 'U0BO') => world.pressToken(who, 'C0OPS', token, 'm1');
const idOfOurs = async (): Promise<string> => {
  await world.alert();
  return world.chat.button('C0OPS', 'Resolve').token.split(':')[2] ?? '';
};
const isForm = (form: Form | string): Form => {
  if (typeof form === 'string') throw new Error(form);
  return form;
};
const said = (words: string) => ({ kind: 'done', words: { lines: [[words]] } });

test.each([
  'acknowledge',
  'resolve',
  'escalate',
  'escalate:1',
  'give-back',
  'snooze',
  'snooze:30',
  'wake',
  'reopen',
  'more',
])('the button %s of another account’s incident does nothing and tells nothing', async (verb) => {
  const before = await untouched();
  const [name, seen] = verb.split(':');
  const token = `rv1:${name}:${foreign.incident}${seen === undefined ? '' : `:${seen}`}`;
  expect(await press(token)).toBe('This incident is not known here.');
  expect(await untouched()).toEqual(before);
});

test.each([
  ['not one of mine', 'rv1:delete:ID'],
  ['not one of mine', 'rv2:resolve:ID'],
  ['not one of mine', 'rv1:resolve:ID:1:2'],
  ['not one of mine', 'rv1:escalate:ID:-1'],
  ['not one of mine', 'rv1:escalate:ID:1e3'],
  ['not one of mine', 'rv1:snooze:ID:9999999999'],
  ['not one of mine', 'rv1:resolve:1'],
  ['not one of mine', 'rv1:resolve:'],
  ['not one of mine', 'rv1:form:note:ID'],
  ['not one of mine', ''],
  ['not one of mine', `rv1:resolve:ID${':1'.repeat(100)}`],
  ['opens a form', 'rv1:note:ID'],
  ['can be snoozed for 1 min to 7 d from now', 'rv1:snooze:ID:999999999'],
  ['can be snoozed for 1 min to 7 d from now', 'rv1:snooze:ID:0'],
  ['was escalated already', 'rv1:escalate:ID:999999999'],
  ['is triggered, so there is nothing to wake', 'rv1:wake:ID'],
  ['is triggered, so there is nothing to reopen', 'rv1:reopen:ID'],
  ['is triggered, so there is nothing to give back', 'rv1:give-back:ID'],
])('a forged button is answered "%s" and changes nothing: %s', async (words, token) => {
  const id = await idOfOurs();
  const before = world.card();
  expect(await press(token.replace('ID', id))).toContain(words);
  expect(world.card()).toBe(before);
});

test('whoever may not respond presses, sends and types in vain', async () => {
  const id = await idOfOurs();
  const form = isForm(await world.form('U0BO', { type: '/incident note 1' }));
  await world.apply((text) => text.replace('slack: U0BO', 'role: observer, slack: U0BO'));
  const before = world.card();
  const words = 'Only responders may do that. Ask Ada (owner).';
  for (const verb of ['acknowledge', 'resolve', 'escalate', 'snooze'])
    expect(await press(`rv1:${verb}:${id}`)).toBe(words);
  expect(await world.fill('U0BO', form, { text: 'x' })).toEqual(said(words));
  for (const text of ['ack 1', 'resolve 1', 'snooze 1 1h', 'note 1 x', 'trigger web x']) {
    expect(await world.say('U0BO', `/incident ${text}`)).toBe(words);
  }
  expect(world.card()).toBe(before);
});

test('a form that is sent with another account’s service or incident acts on neither', async () => {
  await idOfOurs();
  const before = await untouched();
  const trigger = isForm(await world.form('U0BO', { type: '/incident trigger' }));
  expect(await world.fill('U0BO', trigger, { service: foreign.service, summary: 'x' })).toEqual({
    kind: 'mend',
    problems: { service: 'There is no such service.' },
  });
  const note = isForm(await world.form('U0BO', { type: '/incident note' }));
  const unknown = said('This incident is not known here.');
  expect(await world.fill('U0BO', note, { incident: foreign.incident, text: 'x' })).toEqual(unknown);
  const forged = { ...note, token: `rv1:form:note:${foreign.incident}` };
  expect(await world.fill('U0BO', forged, { text: 'x' })).toEqual(unknown);
  expect(await untouched()).toEqual(before);
});

test('a form is not made about another account’s incident, by its button or by its id', async () => {
  const speaker = world.speaker('U0BO');
  for (const incident of [foreign.incident, `inc_${'0'.repeat(32)}`, '1; drop table incident', '', '-1']) {
    const made = await world.app.chat.form(speaker, { form: 'note', given: { incident } });
    expect(made).toEqual({ words: { lines: [['This incident is not known here.']] } });
  }
});

test.each([
  [
    'a severity that was not offered',
    { severity: 'apocalyptic' },
    { severity: 'This is not one of those that are possible.' },
  ],
  ['a service by the id of a policy', { service: 'pol_1' }, { service: 'There is no such service.' }],
  ['a service that is missing', { service: '' }, { service: 'There is no such service.' }],
  ['nothing that is wrong', { summary: ' \n ' }, { summary: 'This is needed.' }],
  [
    'more than there is room for',
    { description: 'x'.repeat(3001) },
    { description: 'This is too long: at most 3000 characters.' },
  ],
])('a form with %s says which field, and nothing comes of it', async (_, answers, problems) => {
  const form = isForm(await world.form('U0BO', { type: '/incident trigger web' }));
  const fields = form.fields.find((field) => field.name === 'service');
  const service = fields?.kind === 'choice' ? (fields.value ?? '') : '';
  const whole = { service, summary: 'Checkout is down', severity: 'critical', ...answers };
  expect(await world.fill('U0BO', form, whole)).toEqual({ kind: 'mend', problems });
  expect(await world.say('U0BO', '/incident list all')).toBe('There has been no incident.');
});

test('a service that was deleted or disabled while the form was open is said', async () => {
  const form = isForm(await world.form('U0BO', { type: '/incident trigger web' }));
  const field = form.fields.find(({ name }) => name === 'service');
  const service = field?.kind === 'choice' ? (field.value ?? '') : '';
  await world.apply((text) => text.replace('name: Web shop', 'name: Web shop\n    enabled: false'));
  const done = await world.fill('U0BO', form, { service, summary: 'x' });
  expect(done).toEqual(said('Web shop is disabled, so no incident was opened. Enable it first.'));
});

test('a form about an incident that is over meanwhile is still written down, once', async () => {
  await idOfOurs();
  const form = isForm(await world.form('U0BO', { type: '/incident note 1' }));
  await world.tool('resolve');
  for (let sent = 0; sent < 2; sent += 1) {
    expect(await world.fill('U0BO', form, { text: 'It was the cache' }, 'V7')).toEqual({ kind: 'done', words: null });
  }
  expect(world.thread().filter((line) => line.includes('It was the cache'))).toHaveLength(1);
});

test('the other account’s key neither sees, answers nor ends what is open here', async () => {
  await idOfOurs();
  const before = world.card();
  for (const action of ['acknowledge', 'resolve'] as const) {
    await world.app.intake.receive(otherKey, [{ action, key: 'cpu', alertKey: 'cpu' }]);
  }
  await world.settle();
  expect(world.card()).toBe(before);
});
