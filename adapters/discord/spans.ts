import type { Line, Span } from '../../src/chat/card.ts';
import { dress, pageAddress, unlinked, whole, writeLine } from '../../src/chat/markup.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo, oneLine } from '../../src/lib/one-line.ts';
import { never } from '../../src/lib/result.ts';
import { escapeCode, escapeText, withoutOpening } from './escape.ts';

/** Keeps the marks of two neighbours from becoming one mark. */
const boundary = '\u200b';

/** A line as markdown of at most `max` UTF-16 units; what does not fit ends in `…`, and no escape or link is ever halved. */
export function renderLine(line: Line, max: number, now: Instant): string {
  const write = (span: Span, room: number) => renderSpan(span, room, now);
  const glue = (out: string, _previous: Span, _span: Span, piece: string) =>
    /[*`]$/.test(out) && /^[*`]/.test(piece) ? boundary : '';
  return withoutOpening(writeLine(line, max, write, glue), max);
}

/** A person of Discord: a snowflake. https://docs.discord.com/developers/reference#snowflakes */
export function isPerson(id: string): boolean {
  return /^\d{15,20}$/.test(id);
}

/** A span in at most `room` units; empty where it cannot be cut and does not fit. */
function renderSpan(span: Span, room: number, now: Instant): string {
  if (typeof span === 'string') return cutTo(oneLine(span), room, escapeText);
  if ('bold' in span) return dress('**', oneLine(span.bold), room, escapeText);
  if ('code' in span) return dress('`', oneLine(span.code), room, escapeCode);
  if ('link' in span) return renderLink(span, room);
  if ('time' in span) return whole(renderTime(span.time, now), room);
  if ('mention' in span) {
    if (isPerson(span.mention)) return whole(`<@${span.mention}>`, room);
    return cutTo(oneLine(`@${span.mention}`), room, escapeText);
  }
  return never(span);
}

/** Discord shows no link whose label looks like another address, so such a label stands before it. */
function renderLink(span: { link: string; label: string }, room: number): string {
  const href = webAddress(span.link);
  const label = oneLine(span.label).trim();
  if (href === null) return cutTo(unlinked(span), room, escapeText);
  if (label === '' || label === span.link) return whole(`<${href}>`, room);
  if (/:\/\/|www\./i.test(label)) {
    const text = cutTo(label, room - href.length - 3, escapeText);
    return text === '' ? '' : `${text} <${href}>`;
  }
  const text = cutTo(label, room - href.length - 4, escapeText);
  return text === '' ? '' : `[${text}](${href})`;
}

/** Null: not http or https, not an address, or so long that it would leave no room for anything else. */
function webAddress(link: string): string | null {
  const address = pageAddress(link);
  if (address === null) return null;
  const href = address.replace(/[()<>\\`*|]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return href.length > 1500 ? null : href;
}

/**
 * A time in each reader's own zone; one that is still to come counts down in the client, without an edit.
 * https://docs.discord.com/developers/reference#message-formatting-timestamp-styles
 */
function renderTime(time: Instant, now: Instant): string {
  const day = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
  const seconds = Math.floor(time / 1000);
  const shown = `<t:${seconds}:${day(time) === day(now) ? 't' : 'f'}>`;
  return time > now ? `${shown} (<t:${seconds}:R>)` : shown;
}
