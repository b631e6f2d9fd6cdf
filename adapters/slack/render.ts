import type { types } from '@slack/bolt';
import type { Button, Card, Line, Message, Words } from '../../src/chat/card.ts';
import { fittingButtons } from '../../src/chat/holds.ts';
import { plain } from '../../src/chat/line.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo, oneLine } from '../../src/lib/one-line.ts';
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
  const above = card.above === undefined ? [] : renderSections([card.above], 1, now);
  const head = renderSections([card.head], 1, now);
  const aside = renderLine([card.aside], limits.section, now);
  const small: SlackBlock[] = aside.trim() === '' ? [] : [{ type: 'context', elements: [mrkdwn(aside)] }];
  const actions = renderButtons(card.buttons);
  const room = limits.blocks - above.length - head.length - small.length - actions.length;
  const lines = renderSections(card.lines, room, now);
  return { text: lockText([card.lock]), blocks: [...above, ...head, ...small, ...lines, ...actions] };
}

function renderWords(words: Words, now: Instant): Rendered {
  const lock = words.lock === undefined ? words.lines.map(plain) : [words.lock];
  const actions = renderButtons(words.buttons ?? []);
  const lines = renderSections(words.lines, limits.blocks - actions.length, now);
  return { text: lockText(lock), blocks: [...lines, ...actions] };
}

/** Lines under each other, in as few sections as they fit in; what is more than `most` sections ends in `…`. */
function renderSections(lines: readonly Line[], most: number, now: Instant): SlackBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const text = renderLine(line, limits.section, now);
    if (text.trim() === '') continue;
    const joined = texts.length === 0 ? text : `${texts.at(-1)}\n${text}`;
    if (texts.length > 0 && joined.length <= limits.section) texts[texts.length - 1] = joined;
    else texts.push(text);
  }
  const shown = texts.length > most ? [...texts.slice(0, most - 1), '…'] : texts;
  return shown.map((text) => ({ type: 'section', text: mrkdwn(text) }));
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

/** Never empty: Slack refuses a message without text. */
function lockText(lines: readonly string[]): string {
  const shown = lines.map((line) => oneLine(line).trim()).filter((line) => line !== '');
  return cutTo(shown.join('\n') || '…', limits.text, escapeText);
}
