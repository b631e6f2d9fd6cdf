import { el } from './dom.ts';
import { type Fields, fields, list, text } from './read.ts';
import { state } from './state.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A field of a form, with the words around it. */
export interface Field {
  readonly element: HTMLElement;
  readonly blockId: string;
  /** The same after a change of the view means: what was put in stays. */
  readonly key: string;
  readonly control: Control;
  /** What stands in it, as the sandbox takes it. */
  answer(): string | number | null;
  /** Says what is wrong with it; null: nothing. */
  mark(problem: string | null): void;
}

/** A moment as `datetime-local` takes it, in the reader's own zone. */
function localMoment(seconds: unknown): string {
  if (typeof seconds !== 'number') return '';
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function select(options: readonly { value: string; label: string }[], chosen: string, none: string): HTMLSelectElement {
  const control = el(
    'select',
    {},
    el('option', { value: '' }, none),
    ...options.map(({ value, label }) => el('option', { value }, label)),
  );
  control.value = chosen;
  return control;
}

function controlOf(element: Fields): Control {
  const placeholder = text(fields(element.placeholder).text);
  switch (element.type) {
    case 'static_select': {
      const options = list(element.options).map((each) => {
        const option = fields(each);
        return { value: text(option.value), label: text(fields(option.text).text) };
      });
      return select(options, text(fields(element.initial_option).value), placeholder || 'Choose an option');
    }
    case 'users_select': {
      const people = state.people.map(({ id, name }) => ({ value: id, label: name }));
      return select(people, text(element.initial_user), placeholder || 'Choose a person');
    }
    case 'datetimepicker': {
      const control = el('input', { type: 'datetime-local' });
      control.value = localMoment(element.initial_date_time);
      return control;
    }
    default: {
      const control =
        element.multiline === true
          ? el('textarea', { rows: '4', placeholder })
          : el('input', { type: 'text', placeholder, autocomplete: 'off' });
      control.value = text(element.initial_value);
      return control;
    }
  }
}

function answerOf(type: unknown, { value }: Control): string | number | null {
  if (value === '') return null;
  return type === 'datetimepicker' ? Math.floor(new Date(value).getTime() / 1000) : value;
}

/** `at`: which one it is in the form, counted from 0. */
export function drawField(block: Fields, at: number): Field {
  const element = fields(block.element);
  const id = `field-${at}`;
  const blockId = text(block.block_id);
  const isOptional = block.optional === true;
  const control = controlOf(element);
  const hint = text(fields(block.hint).text);
  const problem = el('p', { id: `${id}-problem`, class: 'problem' });
  control.id = id;
  control.dataset.field = blockId;
  control.setAttribute('aria-describedby', `${hint === '' ? '' : `${id}-hint `}${id}-problem`);
  if (!isOptional) control.setAttribute('aria-required', 'true');
  const mark = (words: string | null): void => {
    problem.textContent = words ?? '';
    if (words === null) control.removeAttribute('aria-invalid');
    else control.setAttribute('aria-invalid', 'true');
  };
  control.addEventListener('input', () => mark(null));
  const label = el('label', { for: id }, text(fields(block.label).text));
  if (isOptional) label.append(el('span', { class: 'quiet' }, ' (optional)'));
  return {
    element: el(
      'div',
      { class: 'field' },
      label,
      control,
      ...(hint === '' ? [] : [el('p', { id: `${id}-hint`, class: 'quiet' }, hint)]),
      problem,
    ),
    blockId,
    key: `${blockId} ${text(element.action_id)} ${text(element.type)}`,
    control,
    answer: () => answerOf(element.type, control),
    mark,
  };
}
