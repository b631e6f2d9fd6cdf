import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import type { Field, Form, Option } from '../../src/chat/form.ts';
import { fittingForm } from '../../src/chat/holds.ts';
import { typedTime, typedTimeHint } from '../../src/chat/typed-time.ts';

/** Published sizes of a modal. https://docs.discord.com/developers/components/reference#label */
const limits = { title: 45, fields: 5, label: 45, hint: 100, input: 4000, option: 100, options: 25 } as const;

/** A form as a modal. The name of a field is the `custom_id` of its input; the form's token is that of the modal. */
export function modalOf(form: Form): APIModalInteractionResponseCallbackData {
  const { token, title, fields } = fittingForm(form, limits);
  return { custom_id: token, title, components: fields.map(labelled) };
}

function labelled(field: Field): APILabelComponent {
  // Discord has no input for a time: it is typed.
  const hint = field.kind === 'time' ? typedTimeHint : field.hint;
  return {
    type: ComponentType.Label,
    label: field.label,
    ...(hint === undefined ? {} : { description: hint }),
    component: inputOf(field),
  };
}

function inputOf(field: Field): APIComponentInLabel {
  const required = field.optional !== true;
  const custom_id = field.name;
  switch (field.kind) {
    case 'text':
    case 'long': {
      const given = field.value === undefined ? {} : { value: field.value };
      const style = field.kind === 'long' ? TextInputStyle.Paragraph : TextInputStyle.Short;
      return { type: ComponentType.TextInput, custom_id, style, max_length: field.most, required, ...given };
    }
    case 'choice': {
      const options = field.options.map((option) => optionOf(option, field.value));
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
  return { value, label, ...(value === chosen ? { default: true } : {}) };
}
