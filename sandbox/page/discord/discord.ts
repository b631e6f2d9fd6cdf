import { byId } from '../dom.ts';
import { linkWords } from '../link-words.ts';
import { count, fields, list, text } from '../read.ts';
import { drawBox, startBox } from './box.ts';
import { drawModal, startModal } from './modal.ts';
import { readForm, readMessage, readPlace, readSnapshot } from './model.ts';
import { drawRail } from './rail.ts';
import { changeState, markSeen, me, nameOf, placeName, state, takeSnapshot } from './state.ts';
import { timeWords } from './time-words.ts';
import { drawChange, drawTimeline } from './timeline.ts';

/** The right half of the page: the local Discord. */
export interface Discord {
  takeSnapshot(data: unknown, isFirst: boolean): void;
  takeChange(data: unknown): void;
  /** Draws it for the person who looks now. */
  become(): void;
  /** The page is looked at again. */
  seen(): void;
  drawLink(open: boolean): void;
}

/** How often what counts in the client is counted anew. */
const countEveryMs = 15_000;

/** `changed`: something outside of this half may have to be drawn anew, such as the number of somebody's news. */
export function startDiscord(changed: { news(): void; places(): void }): Discord {
  const head = (): void => {
    const place = state.places.get(state.here);
    byId('discord-title', HTMLElement).textContent = placeName(state.here);
    byId('discord-note', HTMLElement).textContent =
      place?.kind === 'dm'
        ? `Between ${nameOf(place.person ?? '')} and ${state.bot.name}`
        : place?.botSees === false
          ? `${state.bot.name} does not see it`
          : place?.kind === 'forum'
            ? 'A forum: each incident is a post'
            : '';
  };
  const look = (): void => {
    for (const { id, parent } of state.places.values()) {
      if (id === state.here || parent === state.here) markSeen(me(), id);
    }
  };
  const rail = (): void => {
    drawRail((id) => {
      changeState({ here: id });
      draw(true);
      byId('discord-box', HTMLInputElement).focus();
    });
    changed.news();
  };
  const draw = (toEnd: boolean): void => {
    look();
    head();
    drawBox();
    rail();
    drawTimeline(toEnd);
    drawModal();
  };
  const drawLink = (open: boolean): void => {
    const place = byId('discord-link', HTMLElement);
    const { kind, words } = linkWords(open, state.connections);
    place.dataset.state = kind;
    place.textContent = words;
  };
  const takeMessage = (value: unknown): void => {
    const message = readMessage(value);
    const isNew = !state.messages.has(message.id);
    state.messages.set(message.id, message);
    if (!document.hidden) look();
    drawChange(message, isNew);
    rail();
  };

  startBox();
  startModal();
  setInterval(() => {
    for (const time of document.querySelectorAll<HTMLElement>('time[data-style="R"]')) {
      time.textContent = timeWords(Number(time.dataset.stamp), 'R');
    }
  }, countEveryMs);

  return {
    takeSnapshot(data, isFirst) {
      takeSnapshot(readSnapshot(data), isFirst);
      draw(true);
      drawLink(true);
    },
    takeChange(data) {
      const it = fields(data);
      switch (it.kind) {
        case 'message':
          takeMessage(it.message);
          break;
        case 'message-gone':
          state.messages.delete(text(fields(it.message).id));
          drawTimeline(false);
          rail();
          break;
        case 'channel': {
          const place = readPlace(it.channel);
          state.places.set(place.id, place);
          draw(false);
          changed.places();
          break;
        }
        case 'channel-gone':
          state.places.delete(text(fields(it.channel).id));
          if (!state.places.has(state.here)) changeState({ here: [...state.places.keys()][0] ?? '' });
          draw(false);
          changed.places();
          break;
        case 'connections':
          changeState({ connections: count(it.connections) });
          drawLink(true);
          break;
        case 'commands':
          changeState({ commands: list(it.commands).map(fields) });
          break;
        case 'form': {
          const form = readForm(it.form, text(it.person));
          if (form === null) state.forms.delete(text(it.person));
          else state.forms.set(form.person, form);
          drawModal();
          break;
        }
      }
    },
    become() {
      const place = state.places.get(state.here);
      if (place?.kind === 'dm') {
        const own = [...state.places.values()].find((each) => each.person === me());
        const first = [...state.places.values()].find((each) => each.kind === 'text');
        changeState({ here: own?.id ?? first?.id ?? '' });
      }
      draw(true);
    },
    seen() {
      look();
      rail();
    },
    drawLink,
  };
}
