import { type Refused, refuse } from './answer.ts';
import { withIds } from './block-ids.ts';
import { type Block, messageBlocks } from './blocks.ts';
import { complaints } from './complaints.ts';

/** Longest `text` of a message; Slack's error beyond it is `msg_too_long` (https://docs.slack.dev/reference/methods/chat.postMessage). */
const longestText = 40_000;

export interface Content {
  readonly ok: true;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A list, or the same as a JSON string: clients that send forms can only send strings. */
function listOf(blocks: unknown): unknown {
  if (typeof blocks !== 'string') return blocks;
  try {
    return JSON.parse(blocks);
  } catch {
    return undefined;
  }
}

/** Judges what a message says, as every method that posts or edits one does. */
export function contentOf(given: { text?: string | undefined; blocks?: unknown }): Content | Refused {
  const text = given.text ?? '';
  if (text.length > longestText) return refuse('msg_too_long');
  if (given.blocks === undefined || given.blocks === '') {
    return text === '' ? refuse('no_text') : { ok: true, text, blocks: [] };
  }
  const list = listOf(given.blocks);
  if (!Array.isArray(list)) return refuse('invalid_blocks_format');
  const blocks = messageBlocks.safeParse(list);
  if (!blocks.success) {
    const messages = complaints(blocks.error, list, '/blocks');
    return { ...refuse('invalid_blocks', messages), errors: messages.map((each) => each.replace('[ERROR] ', '')) };
  }
  if (text === '' && blocks.data.length === 0) return refuse('no_text');
  return { ok: true, text, blocks: withIds(blocks.data) };
}
