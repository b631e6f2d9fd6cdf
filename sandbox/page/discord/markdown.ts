import { fullMoment } from '../date-words.ts';
import { el } from '../dom.ts';
import { withEmoji } from '../emoji.ts';
import { nameOf, placeName, state } from './state.ts';
import { timeWords } from './time-words.ts';

/**
 * Discord's markdown (https://docs.discord.com/developers/reference#message-formatting), piece by piece. An escape comes
 * first, so that nothing behind a backslash begins anything.
 */
const piece = new RegExp(
  [
    /\\(?<escaped>[^\p{L}\p{N}\s])/u,
    /`(?<code>[^`\n]+)`/,
    /<t:(?<stamp>\d+)(?::(?<style>[tTdDfFR]))?>/,
    /<(?<kind>@!?|@&|#)(?<id>\d+)>/,
    /\[(?<words>(?:\\.|[^\]\\\n])+)\]\(<?(?<target>https?:\/\/[^\s()<>]+)>?\)/,
    /<(?<quiet>https?:\/\/[^\s<>]+)>/,
    /(?<bare>https?:\/\/[^\s<>()*]+[^\s<>()*.,:;!?'"])/,
    /(?<mark>\*\*|__|~~|\|\||\*|_)(?=\S)(?<inner>(?:\\.|`[^`\n]+`|[^\\\n])+?)\k<mark>/,
  ]
    .map((each) => each.source)
    .join('|'),
  'u',
);

const marks: Readonly<Record<string, 'strong' | 'em' | 'u' | 's'>> = {
  '**': 'strong',
  __: 'u',
  '~~': 's',
  '*': 'em',
  _: 'em',
};

function link(address: string, ...words: readonly Node[]): HTMLElement {
  const attributes = { href: address, target: '_blank', rel: 'noopener noreferrer' };
  return el('a', attributes, ...(words.length > 0 ? words : [address]));
}

function mention(kind: string, id: string): HTMLElement {
  const role = state.roles.find((each) => each.id === id)?.name ?? 'unknown-role';
  const words = kind === '#' ? placeName(id) : `@${kind === '@&' ? role : nameOf(id)}`;
  return el('span', { class: 'mention' }, words);
}

function time(stamp: string, style: string): HTMLElement {
  const seconds = Number(stamp);
  const at = new Date(seconds * 1000);
  const iso = Number.isNaN(at.getTime()) ? '' : at.toISOString();
  if (iso === '') return el('span', {}, `<t:${stamp}>`);
  const attributes = { datetime: iso, title: fullMoment(seconds), data: { stamp, style } };
  return el('time', attributes, timeWords(seconds, style));
}

function marked(mark: string, inner: string): HTMLElement {
  if (mark === '||') return el('details', { class: 'spoiler' }, el('summary', {}, 'Spoiler'), ...inline(inner));
  return el(marks[mark] ?? 'em', {}, ...inline(inner));
}

function nodeOf(found: Readonly<Record<string, string | undefined>>): Node[] {
  const { escaped, code, stamp, style, kind, id, words, target, quiet, bare, mark, inner } = found;
  if (escaped !== undefined) return withEmoji(escaped);
  if (code !== undefined) return [el('code', {}, code)];
  if (stamp !== undefined) return [time(stamp, style ?? 'f')];
  if (kind !== undefined) return [mention(kind, id ?? '')];
  if (target !== undefined) return [link(target, ...inline(words ?? ''))];
  if (quiet !== undefined) return [link(quiet)];
  if (bare !== undefined) return [link(bare)];
  return [marked(mark ?? '', inner ?? '')];
}

function inline(text: string): Node[] {
  const found = piece.exec(text);
  if (!found) return text === '' ? [] : withEmoji(text);
  const before = text.slice(0, found.index);
  return [...withEmoji(before), ...nodeOf(found.groups ?? {}), ...inline(text.slice(found.index + found[0].length))];
}

function line(text: string): HTMLElement {
  const [, heading, titled] = /^(#{1,3}) (.+)$/.exec(text) ?? [];
  if (heading !== undefined) return el('p', { class: `heading-${heading.length}` }, ...inline(titled ?? ''));
  const small = /^-# (.+)$/.exec(text)?.[1];
  if (small !== undefined) return el('p', { class: 'small' }, ...inline(small));
  const quoted = /^> ?(.*)$/.exec(text)?.[1];
  if (quoted !== undefined) return el('blockquote', {}, ...inline(quoted));
  const [, blank = '', item] = /^( *)[-*] (.+)$/.exec(text) ?? [];
  if (item !== undefined) return el('p', { class: blank === '' ? 'item' : 'item inner' }, ...inline(item));
  return el('p', {}, ...(text.trim() === '' ? [el('br')] : inline(text)));
}

/** Discord's markdown as nodes. Nothing of it can become markup of the page. */
export function markdown(text: string): Node[] {
  return text.split(/```(?:[a-z0-9_+-]+\n)?\n?([\s\S]+?)```\n?/).flatMap((part, at) => {
    if (part === '') return [];
    if (at % 2 === 1) return [el('pre', {}, el('code', {}, part.replace(/\n$/, '')))];
    return part.replace(/\n$/, '').split('\n').map(line);
  });
}

/** The same without its marks, for what is read out. */
export function plainMarkdown(text: string): string {
  return markdown(text)
    .map((each) => each.textContent ?? '')
    .join(' ');
}
