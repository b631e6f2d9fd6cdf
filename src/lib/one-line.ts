import { cut } from './cut.ts';

const breaks = /[\r\n\v\f\u0085\u2028\u2029]+/g;
/** Control characters, and the marks that turn the direction of writing and would garble the rest of the line. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Data as one line of text that can be shown: no line breaks (they could fake a line of ours), nothing unseen. */
export function oneLine(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\t/g, ' ')
    .replace(breaks, ' ')
    .replace(unseen, '');
}

/**
 * `escaped(text)`, with the text cut by `…` so that the result has at most `max` UTF-16 units and no half escape. `escaped`
 * never shortens.
 */
export function cutTo(text: string, max: number, escaped: (text: string) => string): string {
  if (max < 1) return '';
  // Escaping never shortens, so whatever is longer than `max` can be cut before it.
  const short = cut(text, max);
  const whole = escaped(short);
  if (whole.length <= max) return whole;
  let low = 1;
  let high = short.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (escaped(cut(short, middle)).length <= max) low = middle;
    else high = middle - 1;
  }
  return escaped(cut(short, low));
}
