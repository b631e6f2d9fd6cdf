import { dateWords, fullMoment } from './date-words.ts';
import { el } from './dom.ts';
import { withEmoji } from './emoji.ts';
import { channelName, nameOf } from './state.ts';

/** https://docs.slack.dev/messaging/formatting-message-text: only these three are escaped, and only these unescaped. */
export function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** A link, if it leads where a browser may go; otherwise its words. */
function link(address: string, words: string): Node {
  if (!/^(https?|mailto):/i.test(address)) return document.createTextNode(words);
  return el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, words);
}

function date(body: string, fallback: string): Node {
  const [, stamp = '', pattern = '', address] = /^!date\^(\d+)\^([^^]*)(?:\^(.+))?$/.exec(body) ?? [];
  if (stamp === '') return document.createTextNode(fallback);
  const seconds = Number(stamp);
  const words = dateWords(seconds, plain(pattern));
  const iso = new Date(seconds * 1000).toISOString();
  const time = el('time', { datetime: iso, title: fullMoment(seconds) }, words);
  if (!address) return time;
  const outer = link(plain(address), '');
  outer.appendChild(time);
  return outer;
}

/** What stands between `<` and `>`. */
function special(token: string): Node {
  const bar = token.indexOf('|');
  const body = bar === -1 ? token : token.slice(0, bar);
  const label = bar === -1 ? undefined : plain(token.slice(bar + 1));
  if (body.startsWith('!date^')) return date(body, label ?? '');
  if (body.startsWith('@')) return el('span', { class: 'mention' }, `@${nameOf(body.slice(1))}`);
  if (body.startsWith('#')) return el('span', { class: 'mention' }, channelName(body.slice(1)));
  if (body.startsWith('!')) return el('span', { class: 'mention' }, label ?? `@${body.slice(1).split('^')[0]}`);
  if (!/^[a-z][a-z+.-]*:/i.test(body)) return document.createTextNode(`<${plain(token)}>`);
  return link(plain(body), label ?? plain(body));
}

const marks = { '*': 'strong', _: 'em', '~': 's' } as const;

/** A code span, a `<token>`, or words between a pair of marks that hug them and do not stand inside a word. */
const piece = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/u;

function inline(text: string): Node[] {
  const found = piece.exec(text);
  if (!found) return text === '' ? [] : [...withEmoji(plain(text))];
  const [whole, code, token, mark, inner] = found;
  const before = text.slice(0, found.index);
  const tag = mark === '*' || mark === '_' || mark === '~' ? marks[mark] : 'em';
  const middle =
    code !== undefined
      ? el('code', {}, ...codeNodes(code))
      : token !== undefined
        ? special(token)
        : el(tag, {}, ...inline(inner ?? ''));
  return [...inline(before), middle, ...inline(text.slice(found.index + whole.length))];
}

/** Code keeps its marks, but Slack still draws links in it. */
function codeNodes(text: string): Node[] {
  return text
    .split(/(<[^<>\n]+>)/)
    .filter((each) => each !== '')
    .map((each) => (/^<.+>$/.test(each) ? special(each.slice(1, -1)) : document.createTextNode(plain(each))));
}

function lines(text: string): Node[] {
  const quoteOf = (line: string | undefined): string | undefined => /^(?:&gt;|>) ?(.*)$/.exec(line ?? '')?.[1];
  const all = text.split('\n');
  return all.flatMap((line, at) => {
    const quote = quoteOf(line);
    if (quote !== undefined) return [el('blockquote', {}, ...inline(quote))];
    const isNext = at > 0 && quoteOf(all[at - 1]) === undefined;
    return [...(isNext ? [el('br')] : []), ...inline(line)];
  });
}

/** Slack's markup as nodes. Nothing of it can become markup of the page. */
export function mrkdwn(text: string): Node[] {
  return text.split(/```\n?([\s\S]+?)```/).flatMap((part, at) => {
    if (part === '') return [];
    return at % 2 === 1
      ? [el('pre', {}, el('code', {}, ...codeNodes(part.replace(/\n$/, ''))))]
      : lines(part.replace(/\n$/, ''));
  });
}
