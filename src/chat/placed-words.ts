import type { Line, Words } from './card.ts';
import { fittingRows, type Row } from './fitting-rows.ts';

/** Where a message has a text of its own and room for a longer one beside it: UTF-16 units of each. */
export interface HoldsWords {
  readonly message: number;
  readonly beside: number;
}

/** Words in the message itself, or beside it, with what a lock screen shows in their place; `lock` is how long that may be. */
export type PlacedWords =
  | { readonly place: 'message'; readonly text: string }
  | { readonly place: 'beside'; readonly text: string; readonly lock: number };

/** What stands above words that stand beside the message is there for a lock screen, and none shows more. */
const glance = 200;

/** Words stand in the message itself where they fit there whole; longer ones beside it. */
export function placedWords(rows: readonly Row[], holds: HoldsWords): PlacedWords {
  const [text = '…'] = fittingRows(rows, { texts: 1, text: holds.beside });
  if (text.length <= holds.message) return { place: 'message', text };
  return { place: 'beside', text, lock: glance };
}

/** Whom the words mention for real, each once: of more than `most`, the first. `isPerson` knows the ids of the platform. */
export function mentionedIn({ lines }: Words, most: number, isPerson: (id: string) => boolean): readonly string[] {
  const ids = lines.flatMap((line: Line) =>
    line.flatMap((span) => (typeof span === 'object' && 'mention' in span ? [span.mention] : [])),
  );
  return [...new Set(ids)].filter(isPerson).slice(0, most);
}
