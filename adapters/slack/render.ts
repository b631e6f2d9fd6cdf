import type { types } from '@slack/bolt';
import type { Button, Card, Line, Message, Words } from '../../src/chat/card.ts';
import { fittingRows, type Row } from '../../src/chat/fitting-rows.ts';
import { fittingButtons } from '../../src/chat/holds.ts';
import { lockOf } from '../../src/chat/lock.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo } from '../../src/lib/one-line.ts';
import { escapeText } from './escape.ts';
import { renderLine } from './spans.ts';

/**
 * Published sizes, in characters or pieces.
 * https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/methods/chat.postMessage
 */
const limits = { blocks: 50, section: 3000, buttons: 25, label: 75, token: 255, text: 4000 } as const;

type SlackBlock = types.SectionBlock | types.ContextBlock | types.ActionsBlock;

export interface Rendered {
  /** What a lock screen shows. */
  readonly text: string;
  readonly blocks: SlackBlock[];
}

/**
 * A message as Block Kit. Data stands in `verbatim` mrkdwn, escaped, because a line mixes data with bold, links, times and
 * mentions, which plain text cannot hold; `verbatim` keeps Slack from making links, channels or mentions out of it.
 */
export function render(message: Message, now: Instant): Rendered {
  return 'card' in message ? renderCard(message.card, now) : renderWords(message.words, now);
}

function renderCard(card: Card, now: Instant): Rendered {
  const above = card.above === undefined ? [] : sections([card.above], 1, now);
  const head = sections([card.head], 1, now);
  const small = fittingRows([rowOf([card.aside], now)], { texts: 1, text: limits.section }).map(
    (text): SlackBlock => ({ type: 'context', elements: [mrkdwn(text)] }),
  );
  const actions = renderButtons(card.buttons);
  const room = limits.blocks - above.length - head.length - small.length - actions.length;
  const lines = sections(card.lines, room, now);
  return {
    text: lockOf({ card }, limits.text, writeText),
    blocks: [...above, ...head, ...small, ...lines, ...actions],
  };
}

function renderWords(words: Words, now: Instant): Rendered {
  const actions = renderButtons(words.buttons ?? []);
  const lines = sections(words.lines, limits.blocks - actions.length, now);
  return { text: lockOf({ words }, limits.text, writeText), blocks: [...lines, ...actions] };
}

/** In at most `most` sections. */
function sections(lines: readonly Line[], most: number, now: Instant): SlackBlock[] {
  const rows = lines.map((line) => rowOf(line, now));
  return fittingRows(rows, { texts: most, text: limits.section }).map((text) => ({
    type: 'section',
    text: mrkdwn(text),
  }));
}

function rowOf(line: Line, now: Instant): Row {
  return (most) => renderLine(line, most, now);
}

function writeText(text: string, most: number): string {
  return cutTo(text, most, escapeText);
}

function renderButtons(buttons: readonly Button[]): SlackBlock[] {
  const elements = fittingButtons(buttons, limits).map(
    ({ label, token, style }): types.Button => ({
      type: 'button',
      action_id: token,
      value: token,
      text: { type: 'plain_text', text: label },
      ...(style === undefined ? {} : { style }),
    }),
  );
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}
