import { el } from '../dom.ts';
import { withEmoji } from '../emoji.ts';
import { count, type Fields, fields, list, text } from '../read.ts';
import { placeName, state } from './state.ts';

/** Types and styles of components (https://docs.discord.com/developers/components/reference). */
const kinds = { button: 2, text: 3, user: 5, role: 6, mentionable: 7, channel: 8 } as const;
const styles: Readonly<Record<number, string>> = { 1: 'blurple', 3: 'success', 4: 'danger' };
const linkStyle = 5;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
}

/** What can be chosen in a menu: its own options, or who and what is on the server. */
export function optionsOf(select: Fields): Option[] {
  const before = list(select.default_values).map((each) => text(fields(each).id));
  const named = (each: { id: string; name: string }): Option => ({
    value: each.id,
    label: each.name,
    chosen: before.includes(each.id),
  });
  const channels = [...state.places.values()].filter((each) => each.kind === 'text' || each.kind === 'forum');
  switch (select.type) {
    case kinds.user:
      return state.people.map(named);
    case kinds.role:
      return state.roles.map(named);
    case kinds.mentionable:
      return [...state.people, ...state.roles].map(named);
    case kinds.channel:
      return channels.map(({ id }) => named({ id, name: placeName(id) }));
    default:
      return list(select.options).map((each) => {
        const it = fields(each);
        return { value: text(it.value), label: text(it.label), chosen: it.default === true };
      });
  }
}

/** A menu as a field of the browser; several may be chosen where the app lets them. */
export function drawSelect(select: Fields): HTMLSelectElement {
  const many = count(select.max_values) > 1;
  const options = optionsOf(select);
  const none = text(select.placeholder) || 'Make a selection';
  const control = el('select', many ? { multiple: '' } : {});
  if (!many) control.append(el('option', { value: '' }, none));
  for (const { value, label, chosen } of options) {
    control.append(el('option', { value, ...(chosen && { selected: '' }) }, label));
  }
  return control;
}

export function chosenIn(control: HTMLSelectElement): string[] {
  return [...control.selectedOptions].map((each) => each.value).filter((each) => each !== '');
}

function button(it: Fields, onPress: (customId: string) => void): HTMLElement {
  const emoji = text(fields(it.emoji).name);
  const words = withEmoji([emoji, text(it.label)].filter((each) => each !== '').join(' '));
  const url = text(it.url);
  if (it.style === linkStyle && /^https?:/i.test(url)) {
    return el('a', { class: 'button', href: url, target: '_blank', rel: 'noopener noreferrer' }, ...words);
  }
  const customId = text(it.custom_id);
  const style = styles[count(it.style)] ?? '';
  const disabled = it.disabled === true ? { disabled: '' } : {};
  const attributes = { type: 'button', class: `button ${style}`, data: { action: customId }, ...disabled };
  const element = el('button', attributes, ...words);
  element.addEventListener('click', () => onPress(customId));
  return element;
}

function menu(it: Fields, onChoose: (customId: string, values: readonly string[]) => void): HTMLElement {
  const customId = text(it.custom_id);
  const control = drawSelect(it);
  control.dataset.action = customId;
  control.setAttribute('aria-label', text(it.placeholder) || 'Make a selection');
  control.disabled = it.disabled === true;
  control.addEventListener('change', () => {
    const values = chosenIn(control);
    if (values.length > 0) onChoose(customId, values);
  });
  return control;
}

/** The rows under a message. */
export function drawRows(
  rows: readonly Fields[],
  act: (customId: string, values: readonly string[] | null) => void,
): HTMLElement[] {
  return rows.map((row) => {
    const parts = list(row.components).map((each) => {
      const it = fields(each);
      return it.type === kinds.button ? button(it, (customId) => act(customId, null)) : menu(it, act);
    });
    return el('div', { class: 'block-actions' }, ...parts);
  });
}
