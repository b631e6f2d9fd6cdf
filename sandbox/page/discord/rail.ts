import { byId, el } from '../dom.ts';
import { dot, replaceKeepingFocus } from '../sidebar.ts';
import type { Place } from './model.ts';
import { me, placeName, placesOf, state, unread } from './state.ts';

function draw(places: readonly Place[], choose: (id: string) => void): HTMLElement[] {
  return places.map((place) => {
    const { id } = place;
    const under = placesOf(me()).filter((each) => each.parent === id);
    const news = [place, ...under].reduce((sum, each) => sum + unread(me(), each.id), 0);
    const button = el(
      'button',
      {
        type: 'button',
        class: news > 0 ? 'channel news' : 'channel',
        ...(id === state.here && { 'aria-current': 'page' }),
        data: { placeLink: id, key: id },
      },
      el('span', { class: 'name' }, placeName(id)),
      ...dot(news),
    );
    button.addEventListener('click', () => choose(id));
    return el('li', {}, button);
  });
}

/** Where one can go on the server. Threads stand under what they hang on, and not here. */
export function drawRail(choose: (id: string) => void): void {
  const all = placesOf(me());
  const open = all.filter((each) => each.kind === 'text' || each.kind === 'forum');
  const dms = all.filter((each) => each.kind === 'dm');
  replaceKeepingFocus(byId('discord-channels', HTMLElement), draw(open, choose));
  replaceKeepingFocus(byId('discord-dms', HTMLElement), draw(dms, choose));
  byId('discord-no-dms', HTMLElement).hidden = dms.length > 0;
}
