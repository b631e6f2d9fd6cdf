/** A line of a message that writes itself in at most `most` UTF-16 units; blank where there is nothing to show. */
export type Row = (most: number) => string;

/** What the texts of one message may hold: how many there are, and UTF-16 units of each. */
export interface HoldsTexts {
  readonly texts: number;
  readonly text: number;
}

/** Says that something was left out. */
const more = '…';

/**
 * Rows under each other, in as few texts as they fit in. Of too many, those at the end are left out whole, and a last row
 * of `…` says so. The first row is never left out: where it leaves no room for the `…`, it is cut shorter.
 */
export function fittingRows(rows: readonly Row[], { texts: most, text: room }: HoldsTexts): readonly string[] {
  const [first, ...others] = rows.filter((row) => row(room).trim() !== '');
  if (first === undefined || most < 1) return [];
  const texts = [[first(room)]];
  for (const row of others) {
    const next = row(room);
    const last = texts.at(-1) ?? [];
    if (lengthOf([...last, next]) <= room) last.push(next);
    else if (texts.length < most) texts.push([next]);
    else {
      while (last.length > 0 && lengthOf([...last, more]) > room) last.pop();
      if (texts.length === 1 && last.length === 0) last.push(first(room - more.length - 1));
      last.push(more);
      break;
    }
  }
  return texts.map((text) => text.join('\n'));
}

function lengthOf(rows: readonly string[]): number {
  return rows.reduce((sum, row) => sum + row.length, rows.length - 1);
}
