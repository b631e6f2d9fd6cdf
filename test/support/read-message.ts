import { z } from 'zod';
import type { Message } from '../../sandbox/world.ts';

const said = z.object({ text: z.string() });
const button = z.object({ text: said, action_id: z.string() });

/** A message as a person finds it. */
export interface ReadMessage {
  /** Lines as they are read, times as `HH:MM`, buttons as `[Label]`. */
  readonly text: string;
  /** The action id of each button, by its label. */
  readonly buttons: ReadonlyMap<string, string>;
}

/** Reads what the sandbox shows; of Block Kit it knows the blocks that cards are made of. */
export function readMessage({ blocks, text }: Pick<Message, 'blocks' | 'text'>): ReadMessage {
  const buttons = new Map<string, string>();
  const lines = blocks.map((block) => {
    if (block.type === 'section') return plain(said.parse(block.text).text);
    if (block.type === 'context')
      return z
        .array(said)
        .parse(block.elements)
        .map((each) => plain(each.text))
        .join(' ');
    if (block.type !== 'actions') throw new Error(`a card has no ${block.type}`);
    const row = z.array(button).parse(block.elements);
    for (const each of row) buttons.set(each.text.text, each.action_id);
    return row.map((each) => `[${each.text.text}]`).join(' ');
  });
  return { text: lines.length === 0 ? plain(text) : lines.join('\n'), buttons };
}

/** Without marks; a time as its fallback says it, which is UTC. */
function plain(mrkdwn: string): string {
  return mrkdwn
    .replace(/<!date\^[^|]*\|([^>]*?)(?: UTC)?>/g, '$1')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[*`\u200b\u2060]/g, '');
}
