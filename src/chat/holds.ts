import { cut } from '../lib/cut.ts';
import { oneLine } from '../lib/one-line.ts';
import type { Button } from './card.ts';
import type { Field, Form, Option } from './form.ts';

/** What the buttons of one message may hold: pieces, and UTF-16 units. */
export interface HoldsButtons {
  readonly buttons: number;
  readonly label: number;
  readonly token: number;
}

/** What a form may hold: pieces, and UTF-16 units. */
export interface HoldsForm {
  readonly fields: number;
  /** Of the form, and of what its button says. */
  readonly title: number;
  readonly label: number;
  readonly hint: number;
  readonly input: number;
  /** How many there are to choose from, and the length of each. */
  readonly options: number;
  readonly option: number;
}

/** Data as one line of at most `most` units; never empty, because no platform takes an empty label. */
export function labelOf(text: string, most: number): string {
  return cut(oneLine(text).trim() || '…', most);
}

/**
 * The buttons that are shown where a platform holds no more. Both refuse a message in which two have the same token: the
 * later one counts. One whose token does not fit could not be told when it is pressed, and is left out.
 */
export function fittingButtons(buttons: readonly Button[], holds: HoldsButtons): readonly Button[] {
  const unique = new Map(buttons.map((button) => [button.token, button]));
  return [...unique.values()]
    .filter(({ token }) => token !== '' && token.length <= holds.token)
    .slice(0, holds.buttons)
    .map((button) => ({ ...button, label: labelOf(button.label, holds.label) }));
}

/** The form as a platform holds it; of too many fields, those that may be left empty give way first. */
export function fittingForm(form: Form, holds: HoldsForm): Form {
  const ranked = form.fields.toSorted((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false));
  const kept = new Set(ranked.slice(0, holds.fields));
  return {
    token: form.token,
    title: labelOf(form.title, holds.title),
    submit: labelOf(form.submit, holds.title),
    fields: form.fields.filter((field) => kept.has(field)).map((field) => fittingField(field, holds)),
  };
}

function fittingField(field: Field, holds: HoldsForm): Field {
  const common = {
    label: labelOf(field.label, holds.label),
    ...(field.hint === undefined ? {} : { hint: labelOf(field.hint, holds.hint) }),
  };
  switch (field.kind) {
    case 'text':
    case 'long': {
      const most = Math.min(field.most, holds.input);
      const { value, ...rest } = field;
      const given = value === undefined || value === '' ? {} : { value: cut(value, most) };
      return { ...rest, ...common, ...given, most };
    }
    case 'choice': {
      const [first, ...more] = field.options;
      const short = ({ value, label }: Option): Option => ({ value, label: labelOf(label, holds.option) });
      return { ...field, ...common, options: [short(first), ...more.slice(0, holds.options - 1).map(short)] };
    }
    case 'person':
    case 'time':
      return { ...field, ...common };
  }
}
