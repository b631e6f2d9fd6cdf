import { byId, el } from './dom.ts';
import { drawMessage } from './message-view.ts';
import type { Message } from './model.ts';
import { plain } from './mrkdwn.ts';
import { channelName, keyOf, nameOf, state, visible } from './state.ts';

const place = (): HTMLOListElement => byId('messages', HTMLOListElement);
const scroller = (): HTMLElement => byId('scroll', HTMLElement);

/** Near enough to the end that the reader follows what comes. */
const nearEnd = 80;

function articleOf(message: Message): HTMLElement | undefined {
  return [...place().querySelectorAll('article')].find(
    (each) => each.dataset.ts === message.ts && each.dataset.channel === message.channel,
  );
}

/** Draws a message anew in its place; the keyboard stays where it was, on the same button or on the message. */
export function redraw(known: Message): void {
  const message = state.messages.get(keyOf(known.channel, known.ts));
  const old = articleOf(known);
  if (!message || !old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const action = focused instanceof HTMLElement ? focused.dataset.action : undefined;
  const fresh = drawMessage(message, redraw);
  old.replaceWith(fresh);
  if (!focused) return;
  const again = [...fresh.querySelectorAll('button')].find((each) => each.dataset.action === action);
  (again ?? fresh).focus({ preventScroll: true });
}

function threadTitle(replies: number): string {
  return replies === 1 ? '1 reply' : `${replies} replies`;
}

function drawEntry(root: Message, replies: readonly Message[]): HTMLLIElement {
  const entry = el('li', {}, drawMessage(root, redraw));
  if (replies.length === 0) return entry;
  const thread = el('ol', { class: 'thread', 'aria-label': 'Replies' });
  for (const reply of replies) thread.append(el('li', {}, drawMessage(reply, redraw)));
  entry.append(el('p', { class: 'thread-title' }, threadTitle(replies.length)), thread);
  return entry;
}

function dayOf(message: Message): string {
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' }).format(
    new Date(Number(message.ts) * 1000),
  );
}

function drawEmpty(): void {
  const empty = byId('empty', HTMLElement);
  const channel = state.channels.find((each) => each.id === state.here);
  empty.replaceChildren(
    el('h3', {}, `Nothing in ${channelName(state.here)} yet`),
    el(
      'p',
      {},
      channel && !channel.botIsMember
        ? 'Reveille was not invited here, so it cannot write. Useful to try: a service that posts here is told so.'
        : 'Type /incident in the box below, or send a test alert and see what arrives.',
    ),
  );
  empty.hidden = visible(state.me, state.here).length > 0;
}

/** Draws the whole channel. `toEnd`: the newest is what the reader wants to see. */
export function drawTimeline(toEnd: boolean): void {
  const box = scroller();
  const follows = toEnd || box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
  const all = visible(state.me, state.here);
  const stamps = new Set(all.map((each) => each.ts));
  const roots = all.filter((each) => each.threadTs === null || !stamps.has(each.threadTs) || each.threadTs === each.ts);
  const entries = roots.map((root, at) => {
    const entry = drawEntry(
      root,
      all.filter((each) => each !== root && each.threadTs === root.ts),
    );
    const before = roots[at - 1];
    const day = dayOf(root);
    if (!before || dayOf(before) !== day) entry.prepend(el('h3', { class: 'day' }, el('span', {}, day)));
    return entry;
  });
  place().replaceChildren(...entries);
  drawEmpty();
  if (follows) box.scrollTop = box.scrollHeight;
}

/** Something new or changed: an edit is redrawn in place, anything else draws the channel. */
export function drawChange(message: Message, isNew: boolean): void {
  if (message.channel !== state.here) return;
  if (message.onlyFor !== null && message.onlyFor !== state.me) return;
  if (!isNew) {
    redraw(message);
    return;
  }
  const focused = document.activeElement;
  const held = focused instanceof HTMLElement ? focused.closest('article') : null;
  const action = focused instanceof HTMLElement ? focused.dataset.action : undefined;
  drawTimeline(message.author === state.me);
  byId('announce', HTMLElement).textContent = `${nameOf(message.author)}: ${plain(message.text)}`;
  if (!held) return;
  const again = [...place().querySelectorAll('article')].find((each) => each.dataset.ts === held.dataset.ts);
  const button = [...(again?.querySelectorAll('button') ?? [])].find((each) => each.dataset.action === action);
  (button ?? again)?.focus({ preventScroll: true });
}
