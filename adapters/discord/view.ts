import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Field, Form, Option } from '../../src/chat/form.ts';
import { typedTime, typedTimeHint } from '../../src/chat/typed-time.ts';
import { cut } from '../../src/lib/cut.ts';
import { oneLine } from '../../src/lib/one-line.ts';

/** Published sizes of a modal. https://docs.discord.com/developers/components/reference#label */
const limits = { title: 45, fields: 5, label: 45, hint: 100, input: 4000, option: 100, options: 25 } as const;

/** A form as a modal. The name of a field is the `custom_id` of its input; the form's token is that of the modal. */
export function modalOf(form: Form): APIModalInteractionResponseCallbackData {
  return { custom_id: form.token, title: plain(form.title, limits.title), components: shownFields(form).map(labelOf) };
}

/** A modal holds five: what may be left empty gives way first. */
function shownFields({ fields }: Form): readonly Field[] {
  if (fields.length <= limits.fields) return fields;
  const needed = fields.filter((field) => field.optional !== true);
  const kept = new Set([...needed, ...fields.filter((field) => field.optional === true)].slice(0, limits.fields));
  return fields.filter((field) => kept.has(field));
}

function labelOf(field: Field): APILabelComponent {
  // Discord has no input for a time: it is typed.
  const hint = field.kind === 'time' ? typedTimeHint : field.hint;
  return {
    type: ComponentType.Label,
    label: plain(field.label, limits.label),
    ...(hint === undefined ? {} : { description: plain(hint, limits.hint) }),
    component: inputOf(field),
  };
}

function inputOf(field: Field): APIComponentInLabel {
  const required = field.optional !== true;
  const custom_id = field.name;
  switch (field.kind) {
    case 'text':
    case 'long': {
      const max_length = Math.min(field.most, limits.input);
      const given = field.value === undefined || field.value === '' ? {} : { value: cut(field.value, max_length) };
      const style = field.kind === 'long' ? TextInputStyle.Paragraph : TextInputStyle.Short;
      return { type: ComponentType.TextInput, custom_id, style, max_length, required, ...given };
    }
    case 'choice': {
      const options = field.options.slice(0, limits.options).map((option) => optionOf(option, field.value));
      return { type: ComponentType.StringSelect, custom_id, required, options };
    }
    case 'person':
      return { type: ComponentType.UserSelect, custom_id, required };
    case 'time': {
      const given = field.value === undefined ? {} : { value: typedTime(field.value) };
      return {
        type: ComponentType.TextInput,
        custom_id,
        style: TextInputStyle.Short,
        max_length: 30,
        required,
        ...given,
      };
    }
  }
}

function optionOf({ value, label }: Option, chosen: string | undefined) {
  return { value, label: plain(label, limits.option), ...(value === chosen ? { default: true } : {}) };
}

function plain(text: string, most: number): string {
  return cut(oneLine(text).trim() || '…', most);
}
