import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Form } from '../../src/chat/form.ts';
import { hours } from '../../src/lib/clock.ts';
import { makeWorld, start, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(async () => {
  await world.close();
});

const isForm = (shown: Form | string): Form => {
  if (typeof shown === 'string') throw new Error(`no form, but: ${shown}`);
  return shown;
};
const field = (form: Form, name: string) => form.fields.find((one) => one.name === name);
const service = (form: Form): string => {
  const choice = field(form, 'service');
  return choice?.kind === 'choice' ? choice.options[0].value : '';
};

test('Bo types /incident trigger with what is wrong → it is open, and Ada is paged', async () => {
  expect(await world.say('U0BO', '/incident trigger web Checkout is down')).toBeNull();
  expect(world.card()).toContain('🔴 #1  Checkout is down   critical · Web shop');
  expect(world.card('D0ADA')).toContain('You are paged for Web shop');
  expect(world.thread().slice(0, 2)).toEqual(['02:14 🔴 Triggered by Bo', '02:14 📟 Paging @U0ADA']);
});

test('a service may be called by its name, of several words', async () => {
  expect(await world.say('U0BO', '/incident trigger Web shop checkout is down')).toBeNull();
  expect(world.card()).toContain('#1  checkout is down');
});

test.each([
  ['/incident trigger wbe Checkout is down', 'There is no service wbe. Did you mean web?'],
  ['/incident trigger web shop', 'I need to know what is wrong. For example: /incident trigger '],
])('%s', async (typed, words) => {
  expect(await world.say('U0BO', typed)).toContain(words);
});

test('two of them at once are two incidents', async () => {
  await world.say('U0BO', '/incident trigger web Checkout is down');
  await world.say('U0BO', '/incident trigger web Checkout is down');
  expect(world.card()).toContain('#2');
});

test('/incident trigger alone → a form; filled in, the incident is open; sent twice, it is one', async () => {
  const form = isForm(await world.form('U0BO', { type: '/incident trigger web' }));
  expect(form).toMatchObject({ title: 'Open an incident', submit: 'Page', token: 'rv1:form:trigger' });
  expect(field(form, 'service')).toMatchObject({ kind: 'choice', value: service(form) });
  const answers = { service: service(form), summary: 'Checkout is down', severity: 'error', description: 'since noon' };
  const done = await world.fill('U0BO', form, answers, 'V1');
  expect(done).toEqual({
    kind: 'done',
    words: { lines: [[{ bold: '#1' }, ' is open for Web shop. Its card is in its channel.']] },
  });
  expect(world.card()).toContain('🔴 #1  Checkout is down   error · Web shop');
  expect(await world.fill('U0BO', form, answers, 'V1')).toEqual({ kind: 'done', words: null });
  expect(await world.say('U0BO', '/incident list')).not.toContain('#2');
});

test('/incident trigger with a service that is not there → said at its field, where the only one stands chosen', async () => {
  const form = isForm(await world.form('U0BO', { type: '/incident trigger wbe' }));
  expect(field(form, 'service')).toMatchObject({ value: service(form), hint: 'There is no service wbe.' });
  const known = isForm(await world.form('U0BO', { type: '/incident trigger web' }));
  expect(field(known, 'service')).not.toHaveProperty('hint');
});

test('a form with something missing or wrong says which, and can be mended', async () => {
  const form = isForm(await world.form('U0BO', { type: '/incident trigger' }));
  const wrong = await world.fill('U0BO', form, { service: 'svc_x', summary: 'x' }, 'V1');
  expect(wrong).toEqual({ kind: 'mend', problems: { service: 'There is no such service.' } });
  const typed = await world.fill('U0BO', form, { service: 'Wbe', summary: 'x' }, 'V1');
  expect(typed).toEqual({ kind: 'mend', problems: { service: 'There is no service Wbe. Did you mean web?' } });
  const empty = await world.fill('U0BO', form, { service: service(form), severity: 'loud' }, 'V1');
  expect(empty).toEqual({
    kind: 'mend',
    problems: { summary: 'This is needed.', severity: 'This is not one of those that are possible.' },
  });
  await world.fill('U0BO', form, { service: service(form), summary: 'Checkout is down' }, 'V1');
  expect(world.card()).toContain('#1  Checkout is down');
});

test('/incident note alone → a form that offers what is open', async () => {
  await world.alert();
  const form = isForm(await world.form('U0BO', { type: '/incident note' }));
  const incident = field(form, 'incident');
  const [option] = incident?.kind === 'choice' ? incident.options : [];
  expect(option?.label).toBe('#1 CPU on web-3 above 95 %');
  const answers = { incident: option?.value ?? '', text: 'it was the cache' };
  expect(await world.fill('U0BO', form, answers)).toEqual({ kind: 'done', words: null });
  expect(world.thread().at(-1)).toBe('02:14 📝 Bo: it was the cache');
});

test('/incident note 1 → a form about that incident', async () => {
  await world.alert();
  const form = isForm(await world.form('U0BO', { type: '/incident note 1' }));
  expect(form.title).toBe('Note on #1');
  expect(await world.fill('U0BO', form, {})).toEqual({ kind: 'mend', problems: { text: 'This is needed.' } });
  await world.fill('U0BO', form, { text: 'looking' });
  expect(world.thread().at(-1)).toBe('02:14 📝 Bo: looking');
});

test.each([
  [
    '/incident note',
    expect.stringMatching(/^Nothing is open\. Name the incident: \/incident note .*it was the cache$/),
  ],
  ['/incident note 7', 'There is no incident #7. See /incident list.'],
])('%s while nothing is open', async (typed, words) => {
  expect(await world.form('U0BO', { type: typed })).toEqual(words);
});

test('/incident snooze 1 → a form that asks until when; a time that does not fit is said at its field', async () => {
  await world.alert();
  const form = isForm(await world.form('U0BO', { type: '/incident snooze 1' }));
  expect(form).toMatchObject({ title: 'Snooze #1', token: expect.stringMatching(/^rv1:form:snooze:inc_/) });
  expect(field(form, 'until')).toMatchObject({ kind: 'time', value: start + hours(1) });
  const past = { kind: 'mend', problems: { until: 'This must be 1 min to 7 d from now.' } };
  expect(await world.fill('U0BO', form, { until: String(start - 1) }, 'V1')).toEqual(past);
  expect(await world.fill('U0BO', form, {}, 'V1')).toEqual({ kind: 'mend', problems: { until: 'This is needed.' } });
  expect(await world.fill('U0BO', form, { until: String(start + hours(2)) }, 'V1')).toEqual({
    kind: 'done',
    words: null,
  });
  expect(world.card()).toContain('Snoozed until 04:14 by Bo');
});

test('/incident snooze alone → the form offers what is open', async () => {
  await world.alert();
  const form = isForm(await world.form('U0BO', { type: '/incident snooze' }));
  const incident = field(form, 'incident');
  const value = incident?.kind === 'choice' ? incident.options[0].value : '';
  await world.fill('U0BO', form, { incident: value, until: String(start + hours(2)) });
  expect(world.card()).toContain('😴 #1');
});

test('More → what else there is, told to the presser alone; Note opens the form', async () => {
  await world.alert();
  const { token, message } = world.chat.button('C0OPS', 'More');
  const speaker = world.speaker('U0BO');
  const more = await world.app.chat.press({ speaker, channel: 'C0OPS', token, message });
  expect(more?.lines).toEqual([['More for ', { bold: '#1' }, ' CPU on web-3 above 95 %']]);
  const note = more?.buttons?.find((button) => button.label === 'Note');
  const request = world.app.chat.formFor({ speaker, channel: 'C0OPS', token: note?.token ?? '', message });
  expect(request).toMatchObject({ form: 'note' });
  const made = request === null ? null : await world.app.chat.form(speaker, request);
  expect(made).toMatchObject({ form: { title: 'Note on #1' } });
});

test('somebody without permission gets words before the form, and if it was taken away meanwhile, after it', async () => {
  const form = isForm(await world.form('U0BO', { type: '/incident trigger' }));
  await world.apply((team) => team.replace('slack: U0BO', 'role: observer, slack: U0BO'));
  const words = 'Only responders may do that. Ask Ada (owner).';
  expect(await world.form('U0BO', { type: '/incident trigger' })).toBe(words);
  expect(await world.form('U0BO', { type: '/incident note' })).toBe(words);
  const done = await world.fill('U0BO', form, { service: service(form), summary: 'Checkout is down' });
  expect(done).toEqual({ kind: 'done', words: { lines: [[words]] } });
  expect(world.messages()).toEqual([]);
});

test('a stranger gets words', async () => {
  expect(await world.form('U0CY', { type: '/incident trigger' })).toContain(
    "I don't know you yet. Ask Ada (owner) to add you.",
  );
});

test('the incident of a form is gone, or the form is forged → words', async () => {
  await world.alert();
  const form = isForm(await world.form('U0BO', { type: '/incident note 1' }));
  const gone = { ...form, token: `rv1:form:note:inc_${'0'.repeat(32)}` };
  expect(await world.fill('U0BO', gone, { text: 'x' })).toEqual({
    kind: 'done',
    words: { lines: [['This incident is not known here.']] },
  });
  const forged = await world.fill('U0BO', { ...form, token: 'rv1:form:delete-everything' }, { text: 'x' });
  expect(forged).toMatchObject({ kind: 'done', words: { lines: [[expect.stringContaining('not one of mine')]] } });
});

test.each([
  ['no-rules', (team: string) => team.replace(/rules:\n(\s+- .*\n)+/, 'rules: []\n'), 'Web shop has no rules'],
  [
    'disabled',
    (team: string) => team.replace('name: Web shop', 'name: Web shop\n    enabled: false'),
    'Web shop is disabled',
  ],
] as const)('a service that cannot open one (%s) says so', async (_name, change, words) => {
  await world.apply(change);
  expect(await world.say('U0BO', '/incident trigger web Checkout is down')).toContain(words);
});

test('whether something is a form or is run is known from what was typed alone', () => {
  const speaker = world.speaker('U0BO');
  const asks = (text: string) =>
    world.app.chat.formFor({ speaker, name: 'incident', text, channel: 'C0OPS' })?.form ?? null;
  expect(
    [
      'trigger',
      'trigger web',
      'trigger web x',
      'note',
      'note 1',
      'note 1 x',
      'note x',
      'snooze',
      'snooze 1',
      'snooze 1 2h',
      'list',
      '',
    ].map(asks),
  ).toEqual(['trigger', 'trigger', null, 'note', 'note', null, null, 'snooze', 'snooze', null, null, null]);
});
