import { z } from 'zod';
import { id, plainText } from './blocks.ts';

/**
 * The input block and what may stand in it (https://docs.slack.dev/reference/block-kit/blocks/input-block,
 * …/block-elements/plain-text-input-element, …/select-menu-element, …/datetime-picker-element and
 * …/composition-objects/option-object). As in `blocks.ts`, only what is listed here is accepted.
 */
const placeholder = plainText(150).optional();

/** Stricter than the published sizes in one thing: what stands there at first must fit the sizes that the field asks for. */
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    action_id: id,
    initial_value: z.string().optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    placeholder,
  })
  .superRefine((it, check) => {
    const { min_length: least = 0, max_length: most = 3000, initial_value: initial = '' } = it;
    const refuse = (field: string, message: string): void => check.addIssue({ code: 'custom', path: [field], message });
    if (least > most) refuse('min_length', '`min_length` must not be more than `max_length`');
    if (initial.length > most) refuse('initial_value', `must be less than ${most + 1} characters`);
  });

const option = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
});

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: id,
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
    placeholder,
  })
  .refine(({ options, initial_option: initial }) => initial === undefined || options.some(sameAs(initial)), {
    path: ['initial_option'],
    message: '`initial_option` must exactly match one of `options`',
  });

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  action_id: id,
  initial_user: z.string().min(1).optional(),
  placeholder,
});

/** A moment in seconds since 1970, "in the format of 10 digits". */
const moment = z.int().min(1_000_000_000).max(9_999_999_999);

const dateTimePicker = z.strictObject({
  type: z.literal('datetimepicker'),
  action_id: id,
  initial_date_time: moment.optional(),
});

export const inputBlock = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  element: z.discriminatedUnion('type', [textInput, staticSelect, usersSelect, dateTimePicker]),
});

export type Input = z.infer<typeof inputBlock>;
export type Option = z.infer<typeof option>;

function sameAs(one: Option): (other: Option) => boolean {
  return (other) => other.value === one.value && other.text.text === one.text.text;
}
