import { deed } from '../deeds.ts';
import { noted, type PressNote } from '../press.ts';
import type { Message } from './model.ts';
import { me } from './state.ts';

/** What was said about the last press on a message, by its id. */
export const notes = new Map<string, PressNote>();

/** Presses a button or, with `values`, chooses in a menu, for the person who is looking. */
export async function press(
  message: Message,
  customId: string,
  values: readonly string[] | null,
  redraw: (message: Message) => void,
): Promise<void> {
  if (notes.get(message.id)?.pending) return;
  const about = { person: me(), channel: message.channel, message: message.id, customId };
  await noted(notes, message.id, {
    pending: customId,
    redraw: () => redraw(message),
    run: () => (values === null ? deed('discord/press', about) : deed('discord/choose', { ...about, values })),
  });
}
