import { memberOf, unreadDms as unreadOnDiscord } from './discord/state.ts';
import { byId, el } from './dom.ts';
import { channelName, state, unread } from './state.ts';

export function dot(number: number): HTMLElement[] {
  if (number === 0) return [];
  return [el('span', { class: 'dot' }, String(number), el('span', { class: 'unseen' }, ' unread'))];
}

export function replaceKeepingFocus(place: HTMLElement, children: readonly HTMLElement[]): void {
  const held = document.activeElement;
  const label = held instanceof HTMLElement && place.contains(held) ? held.dataset.key : undefined;
  place.replaceChildren(...children);
  if (label === undefined) return;
  [...place.querySelectorAll('button')].find((each) => each.dataset.key === label)?.focus();
}

function unreadOf(person: string): number {
  return state.channels
    .filter((each) => each.dmWith === person)
    .reduce((sum, channel) => sum + unread(person, channel.id), 0);
}

/** Who one is, on both sides, and who else one could be. */
export function drawPeople(choose: (id: string) => void): void {
  const buttons = state.people.map((person) => {
    const isMe = person.id === state.me;
    const button = el(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-pressed': String(isMe),
        data: { person: person.id, key: person.id },
      },
      el('span', { class: 'face', 'aria-hidden': 'true', data: { face: person.handle } }, person.name[0] ?? ''),
      el('span', { class: 'name' }, person.name),
      ...dot(unreadOf(person.id) + unreadOnDiscord(memberOf(person.id))),
    );
    button.addEventListener('click', () => choose(person.id));
    return el('li', {}, button);
  });
  replaceKeepingFocus(byId('people', HTMLElement), buttons);
}

function drawChannels(ids: readonly string[], choose: (id: string) => void): HTMLElement[] {
  return ids.map((id) => {
    const news = unread(state.me, id);
    const button = el(
      'button',
      {
        type: 'button',
        class: news > 0 ? 'channel news' : 'channel',
        ...(id === state.here && { 'aria-current': 'page' }),
        data: { channelLink: id, key: id },
      },
      el('span', { class: 'name' }, channelName(id)),
      ...dot(news),
    );
    button.addEventListener('click', () => choose(id));
    return el('li', {}, button);
  });
}

/** Where one can go. */
export function drawSidebar(choose: (id: string) => void): void {
  const open = state.channels.filter((each) => each.dmWith === null).map((each) => each.id);
  const dms = state.channels.filter((each) => each.dmWith === state.me).map((each) => each.id);
  replaceKeepingFocus(byId('channels', HTMLElement), drawChannels(open, choose));
  replaceKeepingFocus(byId('dms', HTMLElement), drawChannels(dms, choose));
  byId('no-dms', HTMLElement).hidden = dms.length > 0;
}
