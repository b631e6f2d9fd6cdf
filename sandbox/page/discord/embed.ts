import { el } from '../dom.ts';
import { countOrNull, type Fields, fields, list, text } from '../read.ts';
import { markdown } from './markdown.ts';

function titled(it: Fields): HTMLElement[] {
  const title = text(it.title);
  if (title === '') return [];
  const url = text(it.url);
  const words = /^https?:/i.test(url)
    ? [el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...markdown(title))]
    : markdown(title);
  return [el('div', { class: 'embed-title' }, ...words)];
}

function fieldsOf(it: Fields): HTMLElement[] {
  const all = list(it.fields).map(fields);
  if (all.length === 0) return [];
  const drawn = all.map((each) =>
    el(
      'div',
      { class: each.inline === true ? 'embed-field inline' : 'embed-field' },
      el('div', { class: 'embed-name' }, ...markdown(text(each.name))),
      ...markdown(text(each.value)),
    ),
  );
  return [el('div', { class: 'embed-fields' }, ...drawn)];
}

function small(words: string): HTMLElement[] {
  return words === '' ? [] : [el('p', { class: 'small' }, words)];
}

/** An embed: a panel with a strip of its colour. Pictures are not loaded. */
export function drawEmbed(it: Fields): HTMLElement {
  const moment = text(it.timestamp);
  const at = moment === '' ? '' : new Date(moment).toLocaleString();
  const element = el(
    'div',
    { class: 'embed' },
    ...small(text(fields(it.author).name)),
    ...titled(it),
    ...markdown(text(it.description)),
    ...fieldsOf(it),
    ...small([text(fields(it.footer).text), at].filter((each) => each !== '').join(' · ')),
  );
  const color = countOrNull(it.color);
  if (color !== null) element.style.setProperty('--strip', `#${color.toString(16).padStart(6, '0')}`);
  return element;
}
