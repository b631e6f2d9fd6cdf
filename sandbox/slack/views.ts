import { randomBytes, randomInt } from 'node:crypto';
import type { Modal } from './modal.ts';

/** A modal that somebody sees. */
export interface OpenView {
  readonly id: string;
  /** Another one after each change. */
  readonly hash: string;
  /** The only person who sees it. */
  readonly person: string;
  readonly modal: Modal;
}

/** The modals that are open: at most one for each person, a new one takes the place of the old. Not kept over a restart. */
export interface Views {
  readonly all: readonly OpenView[];
  of(person: string): OpenView | null;
  byId(id: string): OpenView | null;
  open(person: string, modal: Modal): OpenView;
  /** Null: it was closed meanwhile. */
  replace(id: string, modal: Modal): OpenView | null;
  /** Nothing where it was closed meanwhile. */
  close(id: string): void;
}

/** `told`: what a person sees now; null: no modal. `now`: milliseconds since 1970. */
export function createViews(it: { now: () => number; told: (person: string, view: OpenView | null) => void }): Views {
  const open = new Map<string, OpenView>();
  const byId = (id: string): OpenView | null => [...open.values()].find((each) => each.id === id) ?? null;
  const hash = (): string => `${Math.floor(it.now() / 1000)}.${randomBytes(4).toString('hex')}`;
  const show = (view: OpenView): OpenView => {
    open.set(view.person, view);
    it.told(view.person, view);
    return view;
  };
  return {
    get all() {
      return [...open.values()];
    },
    of: (person) => open.get(person) ?? null,
    byId,
    open: (person, modal) => show({ id: newId(), hash: hash(), person, modal }),
    replace(id, modal) {
      const view = byId(id);
      return view && show({ ...view, hash: hash(), modal });
    },
    close(id) {
      const view = byId(id);
      if (view === null) return;
      open.delete(view.person);
      it.told(view.person, null);
    },
  };
}

function newId(): string {
  return `V${randomInt(36 ** 5, 36 ** 6).toString(36)}${randomInt(36 ** 4, 36 ** 5).toString(36)}`.toUpperCase();
}
