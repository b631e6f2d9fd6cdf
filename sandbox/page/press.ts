import type { Pressable } from './blocks.ts';
import { deed, type Outcome } from './deeds.ts';
import { byId } from './dom.ts';
import type { Message } from './model.ts';
import { type Fields, fields, text } from './read.ts';
import { keyOf, state } from './state.ts';

/** How long "Reveille took it" stays. */
const praiseMs = 2500;

/** What the server said about the last press on a message; kept beside the message, for its element may be redrawn. */
export const pressNotes = new Map<string, PressNote>();

export interface PressNote {
  readonly words: string;
  readonly ok: boolean;
  /** What was pressed and is not answered yet. */
  readonly pending: string | null;
}

/** Shows a note from before the deed until its praise was read; what went wrong stays. */
export async function noted(
  notes: Map<string, PressNote>,
  key: string,
  it: { pending: string; run: () => Promise<Outcome>; redraw: () => void },
): Promise<void> {
  notes.set(key, { words: '', ok: true, pending: it.pending });
  it.redraw();
  const note = { ...(await it.run()), pending: null };
  notes.set(key, note);
  it.redraw();
  if (!note.ok) return;
  setTimeout(() => {
    if (notes.get(key) !== note) return;
    notes.delete(key);
    it.redraw();
  }, praiseMs);
}

/** Asks before a press where the app wants that. */
export function agreed(confirm: Fields): Promise<boolean> {
  const dialog = byId('confirm', HTMLDialogElement);
  const words = (value: unknown): string => text(fields(value).text);
  byId('confirm-title', HTMLElement).textContent = words(confirm.title);
  byId('confirm-text', HTMLElement).textContent = words(confirm.text);
  const yes = byId('confirm-yes', HTMLButtonElement);
  yes.textContent = words(confirm.confirm);
  yes.className = confirm.style === 'danger' ? 'button danger' : 'button primary';
  byId('confirm-no', HTMLButtonElement).textContent = words(confirm.deny);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

/** Presses a button for the person who is looking. `redraw` shows the message's note. */
export async function press(message: Message, pressed: Pressable, redraw: (message: Message) => void): Promise<void> {
  const key = keyOf(message.channel, message.ts);
  if (pressNotes.get(key)?.pending) return;
  if (pressed.confirm && !(await agreed(pressed.confirm))) return;
  if (/^https?:/i.test(pressed.url)) window.open(pressed.url, '_blank', 'noopener');
  await noted(pressNotes, key, {
    pending: pressed.actionId,
    redraw: () => redraw(message),
    run: () =>
      deed('press', {
        person: state.me,
        channel: message.channel,
        ts: message.ts,
        actionId: pressed.actionId,
        blockId: pressed.blockId,
      }),
  });
}
