import { cutTo, oneLine } from '../lib/one-line.ts';
import type { Line, Span } from './card.ts';

/** How a platform writes a span in at most `room` units; empty where it cannot be cut and does not fit. */
type Write = (span: Span, room: number) => string;
/** What must stand between what is written and the next piece, so that their marks stay their own. */
type Glue = (out: string, previous: Span, span: Span, piece: string) => string;

/** Longer than any line may be: a span that is not cut. */
const endless = Number.MAX_SAFE_INTEGER;

/** A line of at most `max` UTF-16 units; what does not fit ends in `…`, and no mark or link is ever halved. */
export function writeLine(line: Line, max: number, write: Write, glue: Glue): string {
  let out = '';
  let previous: Span = '';
  for (const [index, span] of line.entries()) {
    const piece = write(span, endless);
    const between = glue(out, previous, span, piece);
    // One unit is kept for the `…` of whatever follows.
    const room = max - out.length - between.length;
    if (piece.length > room - (index === line.length - 1 ? 0 : 1)) {
      const short = write(span, room);
      return short === '' ? `${out}…` : out + between + short;
    }
    out += between + piece;
    if (piece !== '') previous = span;
  }
  return out;
}

/** Text between marks. Spaces go outside, because a mark formats only what it touches, and nothing is dressed in nothing. */
export function dress(mark: string, text: string, room: number, escaped: (text: string) => string): string {
  const inner = text.trim();
  if (inner === '') return text === '' || room < 1 ? '' : ' ';
  const before = /^\s/.test(text) ? ' ' : '';
  const after = /\s$/.test(text) ? ' ' : '';
  const short = cutTo(inner, room - 2 * mark.length - before.length - after.length, escaped);
  return short === '' ? '' : `${before}${mark}${short}${mark}${after}`;
}

/** A link that cannot be one, as text: what it is called, and where it would have led. */
export function unlinked({ link, label }: { link: string; label: string }): string {
  const name = oneLine(label).trim();
  return oneLine(name === '' || name === link ? link : `${name} (${link})`);
}

/** The address of a page; null: not http or https, or no address. */
export function pageAddress(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  return protocol === 'http:' || protocol === 'https:' ? href : null;
}

/** What cannot be cut: all of it or nothing. */
export function whole(text: string, room: number): string {
  return text.length <= room ? text : '';
}
