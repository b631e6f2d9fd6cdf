import { byId, el } from '../dom.ts';
import { plainMarkdown } from './markdown.ts';
import { drawMessage } from './message-view.ts';
import type { Message, Place } from './model.ts';
import { me, nameOf, placeName, state, timeOf, visible } from './state.ts';

const place = (): HTMLOListElement => byId('discord-messages', HTMLOListElement);
const scroller = (): HTMLElement => byId('discord-scroll', HTMLElement);

/** Near enough to the end that the reader follows what comes. */
const nearEnd = 80;

function articleOf(id: string): HTMLElement | undefined {
  return [...place().querySelectorAll('article')].find((each) => each.dataset.message === id);
}

/** Where the keyboard is: on which message, and on what in it. */
function held(): { message: string; action: string | undefined } | null {
  const focused = document.activeElement;
  const article = focused instanceof HTMLElement ? focused.closest('article') : null;
  if (!(focused instanceof HTMLElement) || article?.dataset.message === undefined) return null;
  return { message: article.dataset.message, action: focused.dataset.action };
}

function focusAgain(before: ReturnType<typeof held>): void {
  if (before === null) return;
  const article = articleOf(before.message);
  const parts = [...(article?.querySelectorAll<HTMLElement>('[data-action]') ?? [])];
  (parts.find((each) => each.dataset.action === before.action) ?? article)?.focus({ preventScroll: true });
}

/** Draws a message anew in its place; the keyboard stays where it was. */
export function redraw({ id }: Message): void {
  const message = state.messages.get(id);
  const old = articleOf(id);
  if (!message || !old) return;
  const before = held();
  old.replaceWith(drawMessage(message, redraw));
  focusAgain(before);
}

/** The thread that hangs on a message bears its id; in a forum it is the post itself. */
function threadOf(message: Message): Place | undefined {
  const thread = state.places.get(message.id);
  return thread?.kind === 'thread' ? thread : undefined;
}

function drawThread(thread: Place): HTMLElement[] {
  const replies = visible(me(), thread.id).filter((each) => each.id !== thread.id);
  const many = replies.length === 1 ? '1 message' : `${replies.length} messages`;
  const list = el('ol', { class: 'thread', 'aria-label': `Thread: ${thread.name}` });
  list.append(...replies.map((each) => el('li', {}, drawMessage(each, redraw))));
  return [el('p', { class: 'thread-title' }, `Thread · ${many}`), list];
}

function drawPost(post: Place): HTMLLIElement {
  const first = visible(me(), post.id).find((each) => each.id === post.id);
  const entry = el('li', {}, el('h4', { class: 'post-title' }, post.name));
  if (first) entry.append(drawMessage(first, redraw));
  entry.append(...drawThread(post));
  return entry;
}

function drawEntry(message: Message): HTMLLIElement {
  const thread = message.channel === message.id ? undefined : threadOf(message);
  return el('li', {}, drawMessage(message, redraw), ...(thread ? drawThread(thread) : []));
}

function dayOf(id: string): string {
  const style = { weekday: 'long', month: 'long', day: 'numeric' } as const;
  return new Intl.DateTimeFormat(undefined, style).format(new Date(timeOf(id)));
}

/** What stands in a place: posts of a forum, messages anywhere else. */
function entriesOf(here: Place | undefined): { id: string; draw: () => HTMLLIElement }[] {
  if (here?.kind === 'forum') {
    const posts = [...state.places.values()].filter((each) => each.parent === here.id);
    return posts.map((post) => ({ id: post.id, draw: () => drawPost(post) }));
  }
  return visible(me(), state.here).map((each) => ({ id: each.id, draw: () => drawEntry(each) }));
}

function drawEmpty(here: Place | undefined, isEmpty: boolean): void {
  const words =
    here?.botSees === false
      ? `${state.bot.name} does not see this channel, so it cannot write here.`
      : here?.kind === 'forum'
        ? 'Where this is the channel of a service, each of its incidents is a post.'
        : 'Type / in the box below for a command, or send a test alert and see what arrives.';
  const empty = byId('discord-empty', HTMLElement);
  empty.replaceChildren(el('h3', {}, `Nothing in ${placeName(state.here)} yet`), el('p', {}, words));
  empty.hidden = !isEmpty;
}

/** Draws the whole channel. `toEnd`: the newest is what the reader wants to see. */
export function drawTimeline(toEnd: boolean): void {
  const box = scroller();
  const follows = toEnd || box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
  const before = held();
  const here = state.places.get(state.here);
  const entries = entriesOf(here);
  const drawn = entries.map(({ id, draw }, at) => {
    const entry = draw();
    const previous = entries[at - 1];
    if (!previous || dayOf(previous.id) !== dayOf(id)) {
      entry.prepend(el('h3', { class: 'day' }, el('span', {}, dayOf(id))));
    }
    return entry;
  });
  place().replaceChildren(...drawn);
  drawEmpty(here, drawn.length === 0);
  if (follows) box.scrollTop = box.scrollHeight;
  focusAgain(before);
}

/** Whether a channel is what is looked at, as itself or as a thread of it. */
function isHere(channel: string): boolean {
  return channel === state.here || state.places.get(channel)?.parent === state.here;
}

/** Something new or changed: an edit is redrawn in place, anything else draws the channel. */
export function drawChange(message: Message, isNew: boolean): void {
  if (!isHere(message.channel) || (message.onlyFor !== null && message.onlyFor !== me())) return;
  if (!isNew) {
    redraw(message);
    return;
  }
  drawTimeline(message.author === me());
  const words = plainMarkdown(message.content);
  byId('announce', HTMLElement).textContent = `Discord, ${nameOf(message.author)}: ${words}`;
}
