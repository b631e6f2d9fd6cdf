import { el } from '../dom.ts';
import { count, type Fields, fields, list, text } from '../read.ts';
import { chosenIn, drawSelect } from './components.ts';
import { markdown } from './markdown.ts';

/** https://docs.discord.com/developers/components/reference */
const kinds = { row: 1, input: 4, words: 10, label: 18 } as const;
const paragraph = 2;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field of a form, with the words around it; `customId` null: it only says something. */
export interface Field {
  readonly element: HTMLElement;
  readonly customId: string | null;
  readonly control: Control | null;
  /** A text, or what was chosen. */
  answer(): string | string[];
}

function inputOf(it: Fields): Control {
  if (it.type !== kinds.input) return drawSelect(it);
  const most = count(it.max_length);
  const attributes = { placeholder: text(it.placeholder), ...(most > 0 && { maxlength: String(most) }) };
  const control =
    it.style === paragraph
      ? el('textarea', { rows: '4', ...attributes })
      : el('input', { type: 'text', autocomplete: 'off', ...attributes });
  control.value = text(it.value);
  return control;
}

/** `at`: which one it is in the form, counted from 0. */
export function drawField(part: Fields, at: number): Field {
  if (part.type === kinds.words) {
    return {
      element: el('div', {}, ...markdown(text(part.content))),
      customId: null,
      control: null,
      answer: () => '',
    };
  }
  const inner = fields(part.type === kinds.row ? list(part.components)[0] : part.component);
  const id = `discord-field-${at}`;
  const control = inputOf(inner);
  const hint = text(part.description);
  const isOptional = inner.required === false;
  control.id = id;
  control.required = !isOptional;
  if (hint !== '') control.setAttribute('aria-describedby', `${id}-hint`);
  const label = el('label', { for: id }, text(part.label) || text(inner.label));
  if (isOptional) label.append(el('span', { class: 'quiet' }, ' (optional)'));
  const small = hint === '' ? [] : [el('p', { id: `${id}-hint`, class: 'quiet' }, hint)];
  return {
    element: el('div', { class: 'field' }, label, ...small, control),
    customId: text(inner.custom_id),
    control,
    answer: () => (control instanceof HTMLSelectElement ? chosenIn(control) : control.value),
  };
}
