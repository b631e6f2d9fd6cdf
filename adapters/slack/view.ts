import type { types } from '@slack/bolt';
import type { Words } from '../../src/chat/card.ts';
import type { Field, Form, Option } from '../../src/chat/form.ts';
import { fittingForm, labelOf } from '../../src/chat/holds.ts';
import { makingForm } from '../../src/chat/meanwhile.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { render } from './render.ts';

/**
 * Published sizes of a modal, in characters. https://docs.slack.dev/reference/views/modal-views and
 * https://docs.slack.dev/reference/block-kit/block-elements
 */
const limits = { fields: 100, title: 24, label: 2000, hint: 2000, input: 3000, option: 75, options: 100 } as const;

/** Shown at once, because the permission to open a view lasts 3 s; the form takes its place. */
export function loadingView(): types.ModalView {
  return wordsView('One moment', makingForm, 0);
}

/** Words where a form was asked for. Without their buttons: a press in a view is not about any message. */
export function wordsView(title: string, { lines }: Words, now: Instant): types.ModalView {
  const { blocks } = render({ words: { lines } }, now);
  return { type: 'modal', title: plain(labelOf(title, limits.title)), close: plain('Close'), blocks };
}

/** The name of a field is the id of its block; the form's token is the `callback_id`. */
export function formView(form: Form): types.ModalView {
  const { token, title, submit, fields } = fittingForm(form, limits);
  return {
    type: 'modal',
    callback_id: token,
    title: plain(title),
    submit: plain(submit),
    close: plain('Cancel'),
    blocks: fields.map(inputOf),
  };
}

function inputOf(field: Field): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label),
    optional: field.optional === true,
    ...(field.hint === undefined ? {} : { hint: plain(field.hint) }),
    element: elementOf(field),
  };
}

function elementOf(field: Field): types.InputBlock['element'] {
  const action_id = field.name;
  switch (field.kind) {
    case 'text':
    case 'long': {
      const given = field.value === undefined ? {} : { initial_value: field.value };
      return {
        type: 'plain_text_input',
        action_id,
        multiline: field.kind === 'long',
        max_length: field.most,
        ...given,
      };
    }
    case 'choice': {
      const options = field.options.map(optionOf);
      const chosen = options.find((option) => option.value === field.value);
      return { type: 'static_select', action_id, options, ...(chosen === undefined ? {} : { initial_option: chosen }) };
    }
    case 'person':
      return { type: 'users_select', action_id };
    case 'time': {
      const given = field.value === undefined ? {} : { initial_date_time: Math.round(field.value / 1000) };
      return { type: 'datetimepicker', action_id, ...given };
    }
  }
}

function optionOf({ value, label }: Option): types.PlainTextOption {
  return { value, text: plain(label) };
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text };
}
