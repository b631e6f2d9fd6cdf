import type { Line, Span } from '../../src/chat/card.ts';
import { dress, pageAddress, unlinked, whole, writeLine } from '../../src/chat/markup.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo, oneLine } from '../../src/lib/one-line.ts';
import { never } from '../../src/lib/result.ts';
import { escapeCode, escapeControl, escapeText } from './escape.ts';

/** Between a format character and a letter Slack wants a boundary; this one has no width. */
const boundary = '\u200b';

/** A line as mrkdwn of at most `max` UTF-16 units; what does not fit ends in `…`, and no entity or link is ever halved. */
export function renderLine(line: Line, max: number, now: Instant): string {
  const write = (span: Span, room: number) => renderSpan(span, room, now);
  const glue = (...between: Parameters<typeof needsBoundary>) => (needsBoundary(...between) ? boundary : '');
  return unquoted(writeLine(line, max, write, glue), max);
}

/** A span in at most `room` units; empty where it cannot be cut and does not fit. */
function renderSpan(span: Span, room: number, now: Instant): string {
  if (typeof span === 'string') return cutTo(oneLine(span), room, escapeText);
  if ('bold' in span) return dress('*', oneLine(span.bold), room, escapeText);
  if ('code' in span) return dress('`', oneLine(span.code), room, escapeCode);
  if ('link' in span) return renderLink(span, room);
  if ('time' in span) return whole(renderTime(span.time, now), room);
  if ('mention' in span) return renderMention(span.mention, room);
  return never(span);
}

function renderLink(span: { link: string; label: string }, room: number): string {
  const href = webAddress(span.link);
  const label = oneLine(span.label).trim();
  if (href === null) return cutTo(unlinked(span), room, escapeText);
  // A bar ends the address, so a label must not carry one either.
  const text = cutTo((label === '' ? span.link : label).replaceAll('|', '¦'), room - href.length - 3, escapeText);
  return text === '' ? '' : `<${href}|${text}>`;
}

/** Null: not http or https, not an address, or longer than Slack takes (3000). */
function webAddress(link: string): string | null {
  const address = pageAddress(link);
  if (address === null) return null;
  const href = escapeControl(address.replaceAll('|', '%7C'));
  return href.length > 2000 ? null : href;
}

/**
 * A time in each reader's own zone, in UTC where the client cannot do that.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
function renderTime(time: Instant, now: Instant): string {
  const iso = new Date(time).toISOString();
  const [day, clock] = [iso.slice(0, 10), iso.slice(11, 16)];
  const today = day === new Date(now).toISOString().slice(0, 10);
  const seconds = Math.floor(time / 1000);
  return today
    ? `<!date^${seconds}^{time}|${clock} UTC>`
    : `<!date^${seconds}^{date_short_pretty} {time}|${day} ${clock} UTC>`;
}

function renderMention(person: string, room: number): string {
  if (/^[UW][A-Z0-9]{1,30}$/.test(person)) return whole(`<@${person}>`, room);
  return cutTo(oneLine(`@${person}`), room, escapeText);
}

/** `>` at the start of a line makes a quotation, escaped or not. */
function unquoted(line: string, max: number): string {
  if (!/^\s*&gt;/.test(line)) return line;
  return line.length < max ? `\u2060${line}` : `\u2060${line.replace(/^\s*&gt;/, '')}`;
}

function needsBoundary(out: string, previous: Span, span: Span, piece: string): boolean {
  const after = isDressed(previous) && /[*`]$/.test(out) && /^[\p{L}\p{N}]/u.test(piece);
  return after || (isDressed(span) && /[\p{L}\p{N}*`]$/u.test(out) && /^[*`]/.test(piece));
}

function isDressed(span: Span): boolean {
  return typeof span !== 'string' && ('bold' in span || 'code' in span);
}
