import { drawBlocks } from './blocks.ts';
import { dateWords, fullMoment } from './date-words.ts';
import { el } from './dom.ts';
import type { Message } from './model.ts';
import { mrkdwn } from './mrkdwn.ts';
import { type PressNote, press, pressNotes } from './press.ts';
import { keyOf, nameOf, state } from './state.ts';

/** Somebody's sign: initials on a colour of their own, `kind` by which the style sheet knows it. */
export function face(name: string, kind: string): HTMLElement {
  const initials = name
    .split(' ')
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2);
  return el('span', { class: 'face', 'aria-hidden': 'true', data: { face: kind } }, initials);
}

function faceOf(author: string): HTMLElement {
  const kind = author === state.bot.id ? 'app' : author === state.slackbot.id ? 'system' : handleOf(author);
  return face(nameOf(author), kind);
}

function handleOf(author: string): string {
  return state.people.find((each) => each.id === author)?.handle ?? '';
}

function byline(message: Message): HTMLElement {
  const seconds = Math.floor(Number(message.ts));
  const line = el('p', { class: 'byline' }, el('strong', {}, nameOf(message.author)));
  if (message.author === state.bot.id) line.append(' ', el('span', { class: 'tag' }, 'App'));
  const iso = new Date(seconds * 1000).toISOString();
  line.append(' ', el('time', { datetime: iso, title: fullMoment(seconds) }, dateWords(seconds, '{time}')));
  if (message.edited) line.append(' ', el('span', { class: 'edited' }, '(edited)'));
  return line;
}

/** What was said about the last press on a message. */
export function noteOf(it: PressNote | undefined): HTMLElement[] {
  if (!it) return [];
  if (it.pending) return [el('p', { class: 'said' }, 'Sending…')];
  return [el('p', { class: it.ok ? 'said good' : 'said bad', role: it.ok ? 'status' : 'alert' }, it.words)];
}

export function markPending(article: HTMLElement, pending: string | null | undefined): void {
  if (!pending) return;
  for (const button of article.querySelectorAll<HTMLElement>('[data-action]')) {
    button.setAttribute('aria-disabled', 'true');
    if (button.dataset.action === pending) button.classList.add('pending');
  }
}

/** One message, without its thread. */
export function drawMessage(message: Message, redraw: (message: Message) => void): HTMLElement {
  const said =
    message.blocks.length > 0
      ? drawBlocks(message.blocks, (pressed) => void press(message, pressed, redraw))
      : [el('div', { class: 'block-words' }, ...mrkdwn(message.text))];
  const article = el(
    'article',
    {
      class: message.onlyFor === null ? 'message' : 'message ephemeral',
      tabindex: '-1',
      'aria-label': `${nameOf(message.author)}: ${message.text}`,
      data: { ts: message.ts, channel: message.channel },
    },
    faceOf(message.author),
  );
  const body = el('div', { class: 'body' });
  if (message.onlyFor !== null) body.append(el('p', { class: 'only' }, 'Only visible to you'));
  body.append(byline(message), ...said);
  body.append(...noteOf(pressNotes.get(keyOf(message.channel, message.ts))));
  article.append(body);
  markPending(article, pressNotes.get(keyOf(message.channel, message.ts))?.pending);
  return article;
}
