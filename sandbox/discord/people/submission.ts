import { ComponentType } from 'discord-api-types/v10';
import type { Select } from '../form/components.ts';
import { type Field, fieldOf, type Modal } from '../form/modal.ts';
import { NotPossible } from './not-possible.ts';

/** What a person filled in: a text, or what was chosen, by custom id. A field that is left out keeps what stood there. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

function textOf(field: Extract<Field, { type: ComponentType.TextInput }>, given: Filled[string] | undefined): string {
  const text = given ?? field.value ?? '';
  if (typeof text !== 'string') throw new NotPossible(`${field.custom_id} takes a text.`);
  if (text === '') {
    if (field.required ?? true) throw new NotPossible(`${field.custom_id} must be filled in.`);
    return text;
  }
  const { min_length: least = 0, max_length: most = 4000 } = field;
  if (text.length < least || text.length > most) {
    throw new NotPossible(`${field.custom_id} must have ${least} to ${most} characters.`);
  }
  return text;
}

/** What is chosen in a menu; throws where its client would not let a person choose that. */
export function chosenIn(select: Select, given: Filled[string] | undefined, mayBeNone: boolean): readonly string[] {
  const isText = select.type === ComponentType.StringSelect;
  const before = isText
    ? select.options.filter((each) => each.default).map((each) => each.value)
    : (select.default_values ?? []).map((each) => each.id);
  const chosen = typeof given === 'string' ? [given] : (given ?? before);
  const { min_values: least = 1, max_values: most = 1 } = select;
  if (chosen.length === 0 && mayBeNone) return chosen;
  if (chosen.length < least || chosen.length > most) {
    throw new NotPossible(`${select.custom_id} takes ${least} to ${most} of its options.`);
  }
  const unknown = isText ? chosen.find((value) => !select.options.some((each) => each.value === value)) : undefined;
  if (unknown !== undefined) throw new NotPossible(`${select.custom_id} has no option ${unknown}.`);
  return chosen;
}

function filledIn(field: Field, given: Filled[string] | undefined): Readonly<Record<string, unknown>> {
  const { type, custom_id: customId } = field;
  if (type === ComponentType.TextInput) return { type, custom_id: customId, value: textOf(field, given) };
  return { type, custom_id: customId, values: chosenIn(field, given, field.required === false) };
}

/** A filled form as the app is told of it (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure). */
export function submissionOf(modal: Modal, filled: Filled): Readonly<Record<string, unknown>> & { chosen: string[] } {
  const known = modal.components.flatMap((each) => fieldOf(each)?.custom_id ?? []);
  const stray = Object.keys(filled).find((each) => !known.includes(each));
  if (stray !== undefined) throw new NotPossible(`The form has no field ${stray}.`);
  let last = 0;
  const next = (id: number | undefined): number => {
    last = Math.max(last + 1, id ?? 0);
    return id ?? last;
  };
  const chosen: string[] = [];
  const components = modal.components.map((part) => {
    const id = next(part.id);
    const field = fieldOf(part);
    if (!field) return { type: part.type, id };
    const inner = { id: next(field.id), ...filledIn(field, filled[field.custom_id]) };
    if ('values' in inner && Array.isArray(inner.values)) chosen.push(...inner.values.map(String));
    return part.type === ComponentType.Label
      ? { type: part.type, id, component: inner }
      : { type: part.type, id, components: [inner] };
  });
  return { custom_id: modal.custom_id, components, chosen };
}
