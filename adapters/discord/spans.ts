import type { Line, Span } from '../../src/chat/card.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo, oneLine } from '../../src/lib/one-line.ts';
import { never } from '../../src/lib/result.ts';
import { escapeCode, escapeText, withoutOpening } from './escape.ts';

/** Longer than any line may be: a span that is not cut. */
const endless = Number.MAX_SAFE_INTEGER;
/** Keeps the marks of two neighbours from becoming one mark. */
const boundary = '\u200b';

/** A line as markdown of at most `max` UTF-16 units; what does not fit ends in `…`, and no escape or link is ever halved. */
export function renderLine(line: Line, max: number, now: Instant): string {
  let out = '';
  for (const [index, span] of line.entries()) {
    const piece = renderSpan(span, endless, now);
    const glue = /[*`]$/.test(out) && /^[*`]/.test(piece) ? boundary : '';
    // One unit is kept for the `…` of whatever follows.
    const room = max - out.length - glue.length;
    if (piece.length > room - (index === line.length - 1 ? 0 : 1)) {
      const short = renderSpan(span, room, now);
      return withoutOpening(short === '' ? `${out}…` : out + glue + short, max);
    }
    out += glue + piece;
  }
  return withoutOpening(out, max);
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

/** Spaces go outside of the marks, and nothing is dressed in nothing. */
function dress(mark: string, text: string, room: number, escaped: (text: string) => string): string {
  const inner = text.trim();
  if (inner === '') return text === '' || room < 1 ? '' : ' ';
  const before = /^\s/.test(text) ? ' ' : '';
  const after = /\s$/.test(text) ? ' ' : '';
  const short = cutTo(inner, room - 2 * mark.length - before.length - after.length, escaped);
  return short === '' ? '' : `${before}${mark}${short}${mark}${after}`;
}

/** Discord shows no link whose label looks like another address, so such a label stands before it. */
function renderLink(span: { link: string; label: string }, room: number): string {
  const href = webAddress(span.link);
  const label = oneLine(span.label).trim();
  if (href === null) {
    const shown = label === '' || label === span.link ? span.link : `${label} (${span.link})`;
    return cutTo(oneLine(shown), room, escapeText);
  }
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
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const href = url.href.replace(/[()<>\\`*|]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
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

function whole(text: string, room: number): string {
  return text.length <= room ? text : '';
}
