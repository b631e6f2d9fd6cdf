import type { APIActionRowComponent, APIButtonComponent, APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { Button, Card, Line, Message, Words } from '../../src/chat/card.ts';
import { fittingRows, type Row } from '../../src/chat/fitting-rows.ts';
import { fittingButtons } from '../../src/chat/holds.ts';
import { lockOf } from '../../src/chat/lock.ts';
import { mentionedIn, placedWords } from '../../src/chat/placed-words.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo } from '../../src/lib/one-line.ts';
import { escapeText, withoutOpening } from './escape.ts';
import { isPerson, renderLine } from './spans.ts';

/**
 * Published sizes, in characters or pieces. https://docs.discord.com/developers/resources/message and
 * https://docs.discord.com/developers/components/reference#button. Discord lets a message mention 100 people; the names of 50
 * have room beside what a lock screen shows.
 */
const limits = { content: 2000, embed: 4096, mentions: 50, buttons: 25, inRow: 5, label: 80, token: 100 } as const;

/** The strip beside a card. */
const colours: Readonly<Record<Card['condition'], number>> = {
  triggered: 0xd83a42,
  acknowledged: 0xe8912d,
  snoozed: 0x8b95a5,
  resolved: 0x2e9e5b,
};

/** A message as Discord takes it, whole: every part is said, so that an edit leaves nothing of what stood there. */
export interface Rendered {
  /** What a lock screen shows. */
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  /** Nobody but the people that we mean can be mentioned, whatever a text says. */
  readonly allowed_mentions: { readonly parse: []; readonly users: readonly string[] };
}

/** A card is an embed under what a lock screen shows; words stand in the message itself, where a mention reaches its person. */
export function render(message: Message, now: Instant): Rendered {
  return 'card' in message ? renderCard(message.card, now) : renderWords(message.words, now);
}

function renderCard(card: Card, now: Instant): Rendered {
  const head = [...(card.above === undefined ? [] : [card.above]), card.head].map((line) => rowOf(line, now));
  const rows = [...head, smallRowOf([card.aside], now), ...card.lines.map((line) => rowOf(line, now))];
  return {
    content: lockOf({ card }, limits.content, writeText),
    embeds: fittingRows(rows, { texts: 1, text: limits.embed }).map((description) => ({
      description,
      color: colours[card.condition],
    })),
    components: renderButtons(card.buttons),
    allowed_mentions: { parse: [], users: [] },
  };
}

function renderWords(words: Words, now: Instant): Rendered {
  const rows = words.lines.map((line) => rowOf(line, now));
  const placed = placedWords(rows, { message: limits.content, beside: limits.embed });
  const users = mentionedIn(words, limits.mentions, isPerson);
  const rest = { components: renderButtons(words.buttons ?? []), allowed_mentions: { parse: [] as [], users } };
  if (placed.place === 'message') return { content: placed.text, embeds: [], ...rest };
  // A mention in an embed reaches nobody, so it is said outside as well.
  const content = [lockOf({ words }, placed.lock, writeText), ...users.map((id) => `<@${id}>`)].join(' ');
  return { content, embeds: [{ description: placed.text }], ...rest };
}

function rowOf(line: Line, now: Instant): Row {
  return (most) => renderLine(line, most, now);
}

function smallRowOf(line: Line, now: Instant): Row {
  const mark = '-# ';
  return (most) => {
    const text = renderLine(line, most - mark.length, now);
    return text.trim() === '' ? '' : `${mark}${text}`;
  };
}

/** Data in what a lock screen shows. */
function writeText(text: string, most: number): string {
  return withoutOpening(cutTo(text, most, escapeText), most);
}

/** In rows of five. */
function renderButtons(buttons: readonly Button[]): APIActionRowComponent<APIButtonComponent>[] {
  const shown = fittingButtons(buttons, limits).map(
    ({ label, token, style }): APIButtonComponent => ({
      type: ComponentType.Button,
      custom_id: token,
      label,
      style: style === undefined ? ButtonStyle.Secondary : styles[style],
    }),
  );
  return Array.from({ length: Math.ceil(shown.length / limits.inRow) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: shown.slice(row * limits.inRow, (row + 1) * limits.inRow),
  }));
}

const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;
