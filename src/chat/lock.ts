import { oneLine } from '../lib/one-line.ts';
import type { Message } from './card.ts';
import { fittingRows } from './fitting-rows.ts';
import { plain } from './line.ts';

/**
 * What a lock screen shows of a message, in at most `most` UTF-16 units: what the message says for it, else its lines without
 * their dress. `write` is how the platform writes data there. Never empty: no platform takes a message without text.
 */
export function lockOf(message: Message, most: number, write: (text: string, most: number) => string): string {
  const rows = saidFor(message).map((line) => {
    const text = oneLine(line).trim();
    return (room: number): string => write(text, room);
  });
  return fittingRows(rows, { texts: 1, text: most })[0] ?? '…';
}

function saidFor(message: Message): readonly string[] {
  if ('card' in message) return [message.card.lock];
  const { lock, lines } = message.words;
  return lock === undefined ? lines.map(plain) : [lock];
}
