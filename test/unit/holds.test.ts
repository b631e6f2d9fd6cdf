import { expect, test } from 'vitest';
import { fittingButtons, fittingForm } from '../../src/chat/holds.ts';

const small = { fields: 2, title: 8, label: 8, hint: 8, input: 10, options: 2, option: 5 };

test('of too many fields, what may be left empty gives way first, and the order stays', () => {
  const field = (name: string, optional = false) => ({ name, kind: 'person', label: name, optional }) as const;
  const form = { token: 't', title: 'Snooze #142', submit: 'Go', fields: [field('a', true), field('b'), field('c')] };
  const fitting = fittingForm(form, small);
  expect(fitting.fields.map(({ name }) => name)).toEqual(['b', 'c']);
  expect(fitting.title).toBe('Snooze …');
});

test('what is too long is cut, what is too many to choose from is left out, and nothing stands in for nothing', () => {
  const [first, second, third] = ['Web shop', 'Mail', 'Db'].map((label, at) => ({ value: `svc_${at}`, label }));
  if (!first || !second || !third) throw new Error('three');
  const fields = [
    { name: 'service', kind: 'choice', label: 'Service', options: [first, second, third] },
    { name: 'summary', kind: 'text', label: ' ', hint: 'A few words', value: 'Checkout is down', most: 200 },
  ] as const;
  expect(fittingForm({ token: 't', title: 'T', submit: 'Go', fields }, small).fields).toMatchObject([
    { options: [{ label: 'Web …' }, { label: 'Mail' }] },
    { label: '…', hint: 'A few w…', value: 'Checkout …', most: 10 },
  ]);
});

test('two buttons of one token are one; what the platform could not tell apart or carry is not shown', () => {
  const buttons = ['a', 'b', 'a', '', 'far-too-long', 'c'].map((token, at) => ({ label: `Button ${at}`, token }));
  const fitting = fittingButtons(buttons, { buttons: 2, label: 20, token: 5 });
  expect(fitting).toEqual([
    { label: 'Button 2', token: 'a' },
    { label: 'Button 1', token: 'b' },
  ]);
});
