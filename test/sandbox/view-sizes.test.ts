import { expect, test } from 'vitest';
import { modalOf } from '../../sandbox/slack/modal.ts';

const text = (length: number) => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: text(length) });
const option = (fields: object = {}) => ({ text: plain(1), value: 'a', ...fields });
const input = (element: object, fields: object = {}) => ({ type: 'input', label: plain(1), element, ...fields });
const words = (fields: object = {}) => ({ type: 'plain_text_input', ...fields });
const select = (fields: object = {}) => ({ type: 'static_select', options: [option()], ...fields });
const view = (fields: object = {}) => ({
  type: 'modal',
  title: plain(1),
  submit: plain(1),
  blocks: [{ type: 'divider' }],
  ...fields,
});
const field = (element: object, fields: object = {}) => view({ blocks: [input(element, fields)] });
const many = (length: number) => Array.from({ length }, () => ({ type: 'divider' }));
const options = (length: number) => Array.from({ length }, (_, at) => option({ value: `v${at}` }));

const taken: [string, unknown][] = [
  ['the longest title, submit and close', view({ title: plain(24), submit: plain(24), close: plain(24) })],
  ['the longest ids', view({ callback_id: text(255), private_metadata: text(3000) })],
  ['100 blocks', view({ blocks: many(100) })],
  ['words without submit', view({ submit: undefined })],
  ['JSON', JSON.stringify(view())],
  ['the longest label and hint', field(words(), { label: plain(2000), hint: plain(2000), optional: true })],
  ['the longest ids of a field', field(words({ action_id: text(255) }), { block_id: text(255) })],
  ['the largest words', field(words({ max_length: 3000, min_length: 3000, initial_value: text(3000) }))],
  ['the longest placeholder', field(words({ placeholder: plain(150), multiline: true }))],
  ['100 options', field(select({ options: options(100) }))],
  ['the longest option', field(select({ options: [option({ text: plain(75), value: text(150) })] }))],
  ['a chosen option', field(select({ initial_option: option() }))],
  ['a person', field({ type: 'users_select', initial_user: 'U0ADA', placeholder: plain(150) })],
  ['a time', field({ type: 'datetimepicker', initial_date_time: 1_700_000_000 })],
];

test.each(taken)('%s: taken', (_what, given) => {
  expect(modalOf(given)).toMatchObject({ ok: true });
});

const refused: [string, unknown, string][] = [
  ['no object', 'hello', 'must provide an object [json-pointer:/view]'],
  ['a list', [], 'must provide an object [json-pointer:/view]'],
  ['another type', view({ type: 'home' }), 'unsupported type: home [json-pointer:/view/type]'],
  ['no title', view({ title: undefined }), 'missing required field: title [json-pointer:/view]'],
  ['a long title', view({ title: plain(25) }), 'must be less than 25 characters [json-pointer:/view/title/text]'],
  ['a long submit', view({ submit: plain(25) }), 'must be less than 25 characters [json-pointer:/view/submit/text]'],
  ['a long close', view({ close: plain(25) }), 'must be less than 25 characters [json-pointer:/view/close/text]'],
  [
    'a title in mrkdwn',
    view({ title: { type: 'mrkdwn', text: 'a' } }),
    'unsupported type: mrkdwn [json-pointer:/view/title/type]',
  ],
  [
    'a long callback_id',
    view({ callback_id: text(256) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'long metadata',
    view({ private_metadata: text(3001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  ['no blocks', view({ blocks: [] }), 'no fewer than 1 items allowed [json-pointer:/view/blocks]'],
  ['101 blocks', view({ blocks: many(101) }), 'no more than 100 items allowed [json-pointer:/view/blocks]'],
  ['an unknown field', view({ colour: 'red' }), 'invalid additional property: colour [json-pointer:/view]'],
  [
    'an unknown block',
    view({ blocks: [{ type: 'poem' }] }),
    'unsupported type: poem [json-pointer:/view/blocks/0/type]',
  ],
  [
    'an input without submit',
    view({ submit: undefined, blocks: [{ type: 'divider' }, input(words())] }),
    'must define `submit` to use `input` block [json-pointer:/view/blocks/1/input]',
  ],
  [
    'the same block twice',
    view({ blocks: [input(words(), { block_id: 'b' }), input(words(), { block_id: 'b' })] }),
    '`block_id` \\"b\\" already exists for another block [json-pointer:/view/blocks/1/block_id]',
  ],
  [
    'a long label',
    field(words(), { label: plain(2001) }),
    'must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]',
  ],
  ['no label', field(words(), { label: undefined }), 'missing required field: label [json-pointer:/view/blocks/0]'],
  [
    'a long hint',
    field(words(), { hint: plain(2001) }),
    'must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]',
  ],
  ['an unknown element', field({ type: 'dial' }), 'unsupported type: dial [json-pointer:/view/blocks/0/element/type]'],
  [
    'more words than there may be',
    field(words({ max_length: 3001 })),
    'must be less than 3001 [json-pointer:/view/blocks/0/element/max_length]',
  ],
  [
    'sizes that nothing fits',
    field(words({ min_length: 3, max_length: 2 })),
    '`min_length` must not be more than `max_length` [json-pointer:/view/blocks/0/element/min_length]',
  ],
  [
    'words that do not fit at first',
    field(words({ max_length: 2, initial_value: 'abc' })),
    'must be less than 3 characters [json-pointer:/view/blocks/0/element/initial_value]',
  ],
  [
    'a long placeholder',
    field(words({ placeholder: plain(151) })),
    'must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]',
  ],
  [
    'no option',
    field(select({ options: [] })),
    'no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/options]',
  ],
  [
    '101 options',
    field(select({ options: options(101) })),
    'no more than 100 items allowed [json-pointer:/view/blocks/0/element/options]',
  ],
  [
    'a long option',
    field(select({ options: [option({ text: plain(76) })] })),
    'must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]',
  ],
  [
    'a long value',
    field(select({ options: [option({ value: text(151) })] })),
    'must be less than 151 characters [json-pointer:/view/blocks/0/element/options/0/value]',
  ],
  [
    'an option that is not offered',
    field(select({ initial_option: option({ value: 'b' }) })),
    '`initial_option` must exactly match one of `options` [json-pointer:/view/blocks/0/element/initial_option]',
  ],
  [
    'milliseconds',
    field({ type: 'datetimepicker', initial_date_time: 1_700_000_000_000 }),
    'must be less than 10000000000 [json-pointer:/view/blocks/0/element/initial_date_time]',
  ],
];

test.each(refused)('%s: refused, and the place is named', (_what, given, message) => {
  const judged = modalOf(given);
  expect(judged).toMatchObject({ ok: false, error: 'invalid_arguments' });
  expect(JSON.stringify(judged)).toContain(message);
});

test('a view of more than 250 kB is too large', () => {
  const large = view({
    blocks: Array.from({ length: 99 }, () => input(words(), { label: plain(2000), hint: plain(2000) })),
  });
  expect(modalOf(large)).toEqual({ ok: false, error: 'view_too_large' });
});
