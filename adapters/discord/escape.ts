/** The twin of a backtick that neither opens nor closes code. */
const tick = 'ˋ';

/**
 * Data inside Discord's markdown: whatever starts a format, a mention, a link, an emoji or a timestamp is escaped with a
 * backslash. https://docs.discord.com/developers/reference#message-formatting
 * A colon stays bare where it starts nothing, so that a time of day reads as itself in a notification.
 */
export function escapeText(text: string): string {
  return text
    .replace(/[\\*_~`|<[\]]/g, '\\$&')
    .replace(/:(?=\/\/)|:(?!\d{1,2}:)(?=[\p{L}\p{N}_+-]+:)/gu, '\\:')
    .replace(/@(?=everyone|here)/gi, '\\@')
    .replace(/\.(?=gg\/|com\/invite)/gi, '\\.');
}

/** Data inside a code span: nothing formats there, and only a backtick would end it. */
export function escapeCode(text: string): string {
  return text.replace(/`/g, tick);
}

/** What makes a heading, small text, a quotation or a list where a line begins with it. */
const opening = /^(\s*)(#{1,3}(?=\s|$)|-|>|\+|\d+\.(?=\s|$))/;

/** A line that begins nothing, whatever is put behind it; at most `max` UTF-16 units. */
export function withoutOpening(line: string, max: number): string {
  const match = opening.exec(line);
  if (match === null) return line;
  const [whole, blank = '', mark = ''] = match;
  const rest = line.slice(whole.length);
  const escaped = `${blank}${/^\d/.test(mark) ? `${mark.slice(0, -1)}\\.` : `\\${mark}`}${rest}`;
  return escaped.length <= max ? escaped : withoutOpening(rest, max);
}
