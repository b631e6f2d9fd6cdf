import type { APIActionRowComponent, APIButtonComponent, APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { Button, Card, Line, Message, Words } from '../../src/chat/card.ts';
import { fittingButtons } from '../../src/chat/holds.ts';
import { plain } from '../../src/chat/line.ts';
import type { Instant } from '../../src/lib/clock.ts';
import { cutTo, oneLine } from '../../src/lib/one-line.ts';
import { escapeText, withoutOpening } from './escape.ts';
import { isPerson, renderLine } from './spans.ts';

/**
 * Published sizes, in characters or pieces. https://docs.discord.com/developers/resources/message and
 * https://docs.discord.com/developers/components/reference#button
 */
const limits = { content: 2000, embed: 4096, buttons: 25, inRow: 5, label: 80, token: 100 } as const;

/** The strip beside a card. Its lamp says the same, for whoever sees no colours. */
const colours: Readonly<Record<string, number>> = {
  '🔴': 0xd83a42,
  '🟠': 0xe8912d,
  '😴': 0x8b95a5,
  '🟢': 0x2e9e5b,
};

/** A message as Discord takes it, whole: every part is said, so that an edit leaves nothing of what stood there. */
export interface Rendered {
  /** What a lock screen shows. */
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: APIMessageTopLevelComponent[];
  /** Nobody but the people that we mean can be mentioned, whatever a text says. */
  readonly allowed_mentions: { readonly parse: []; readonly users: string[] };
}

/** A card is an embed under what a lock screen shows; words stand in the message itself, where a mention reaches its person. */
export function render(message: Message, now: Instant): Rendered {
  return 'card' in message ? renderCard(message.card, now) : renderWords(message.words, now);
}

function renderCard(card: Card, now: Instant): Rendered {
  const aside = renderLine([card.aside], limits.embed, now);
  const head = [...(card.above === undefined ? [] : [card.above]), card.head];
  const small = aside.trim() === '' ? [] : [`-# ${aside}`];
  const texts = [...rendered(head, now), ...small, ...rendered(card.lines, now)];
  const [colour] = Object.entries(colours).flatMap(([lamp, value]) =>
    plain(card.head).startsWith(lamp) ? [value] : [],
  );
  const description = joined(texts, limits.embed);
  return {
    content: lockText([card.lock]),
    embeds: description === '' ? [] : [{ description, ...(colour === undefined ? {} : { color: colour }) }],
    components: renderButtons(card.buttons),
    allowed_mentions: { parse: [], users: [] },
  };
}

function renderWords(words: Words, now: Instant): Rendered {
  const texts = rendered(words.lines, now);
  const components = renderButtons(words.buttons ?? []);
  const people = mentioned(words.lines);
  const allowed_mentions = { parse: [] as [], users: people };
  const whole = texts.join('\n');
  if (whole.length <= limits.content) {
    return { content: whole === '' ? '…' : whole, embeds: [], components, allowed_mentions };
  }
  // A mention in an embed reaches nobody, so it is said outside as well.
  const names = people.map((id) => `<@${id}>`).join(' ');
  const room = names === '' ? limits.content : limits.content - names.length - 1;
  const lock = lockText(words.lock === undefined ? words.lines.map(plain) : [words.lock], Math.min(200, room));
  const content = names === '' ? lock : `${lock} ${names}`;
  return { content, embeds: [{ description: joined(texts, limits.embed) }], components, allowed_mentions };
}

function rendered(lines: readonly Line[], now: Instant): readonly string[] {
  return lines.map((line) => renderLine(line, limits.embed, now)).filter((text) => text.trim() !== '');
}

/** Lines under each other; those that do not fit are left out whole, and `…` says so. */
function joined(texts: readonly string[], most: number): string {
  const all = texts.join('\n');
  if (all.length <= most) return all;
  let out = '';
  for (const text of texts) {
    const longer = out === '' ? text : `${out}\n${text}`;
    if (longer.length > most - 2) break;
    out = longer;
  }
  return `${out}\n…`.trim();
}

/** The people that the words mention for real; 50, so that their names fit beside the rest. */
function mentioned(lines: readonly Line[]): string[] {
  const ids = lines.flat().flatMap((span) => (typeof span === 'object' && 'mention' in span ? [span.mention] : []));
  return [...new Set(ids)].filter(isPerson).slice(0, 50);
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

/** Never empty: Discord refuses a message with nothing in it. */
function lockText(lines: readonly string[], most: number = limits.content): string {
  const shown = lines.map((line) => oneLine(line).trim()).filter((line) => line !== '');
  return withoutOpening(cutTo(shown.join(' ') || '…', most, escapeText), most);
}
