import { fullMoment } from '../date-words.ts';
import { el } from '../dom.ts';
import { face, markPending, noteOf } from '../message-view.ts';
import { drawRows } from './components.ts';
import { drawEmbed } from './embed.ts';
import { markdown, plainMarkdown } from './markdown.ts';
import type { Message } from './model.ts';
import { notes, press } from './press.ts';
import { nameOf, state, timeOf } from './state.ts';
import { timeWords } from './time-words.ts';

/** https://docs.discord.com/developers/resources/message#message-object-message-flags */
const flags = { noEmbeds: 4, loading: 128 } as const;

function handleOf(author: string): string {
  return author === state.bot.id ? 'app' : (state.people.find((each) => each.id === author)?.handle ?? '');
}

/** What it answers, in small above it. */
function above(message: Message): HTMLElement[] {
  if (message.askedBy !== null) return [el('p', { class: 'only' }, `${nameOf(message.askedBy)} used a slash command`)];
  const answered = message.replyTo === null ? undefined : state.messages.get(message.replyTo);
  if (!answered) return [];
  const words = plainMarkdown(answered.content).slice(0, 80);
  return [el('p', { class: 'only' }, `↩ ${nameOf(answered.author)}: ${words}`)];
}

function byline(message: Message): HTMLElement {
  const seconds = Math.floor(timeOf(message.id) / 1000);
  const iso = new Date(seconds * 1000).toISOString();
  const line = el('p', { class: 'byline' }, el('strong', {}, nameOf(message.author)));
  if (message.author === state.bot.id) line.append(' ', el('span', { class: 'tag' }, 'APP'));
  line.append(' ', el('time', { datetime: iso, title: fullMoment(seconds) }, timeWords(seconds, 't')));
  if (message.edited) line.append(' ', el('span', { class: 'edited' }, '(edited)'));
  return line;
}

/** One message, without its thread. */
export function drawMessage(message: Message, redraw: (message: Message) => void): HTMLElement {
  const { id, channel, author, content, embeds } = message;
  const isWaiting = (message.flags & flags.loading) !== 0;
  const body = el('div', { class: 'body' }, ...above(message), byline(message));
  if (isWaiting) body.append(el('p', { class: 'quiet' }, `${state.bot.name} is thinking…`));
  if (content !== '') body.append(el('div', { class: 'block-words' }, ...markdown(content)));
  if ((message.flags & flags.noEmbeds) === 0) body.append(...embeds.map(drawEmbed));
  body.append(...drawRows(message.rows, (customId, values) => void press(message, customId, values, redraw)));
  if (message.onlyFor !== null) body.append(el('p', { class: 'only' }, 'Only you can see this'));
  body.append(...noteOf(notes.get(id)));
  const article = el(
    'article',
    {
      class: message.onlyFor === null ? 'message' : 'message ephemeral',
      tabindex: '-1',
      'aria-label': `${nameOf(author)}: ${plainMarkdown(content)}`,
      data: { message: id, place: channel },
    },
    face(nameOf(author), handleOf(author)),
    body,
  );
  markPending(article, notes.get(id)?.pending);
  return article;
}
