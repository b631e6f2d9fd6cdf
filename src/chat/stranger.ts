import { codeLife } from '../person/link/code.ts';
import type { Words } from './card.ts';
import type { ChatDeps } from './deps.ts';
import type { Speaker, SpeakerRefusal } from './speaker.ts';
import { keepWish } from './wish/store.ts';
import type { Wish } from './wish/wish.ts';
import { sayStranger } from './words.ts';

/** Tells somebody why nothing was done. Whom we do not know yet hears how to change that, and what they wanted waits for it. */
export async function toStranger(
  deps: Pick<ChatDeps, 'store' | 'clock'>,
  speaker: Speaker,
  refusal: SpeakerRefusal,
  wish: Wish,
): Promise<Words> {
  if (refusal.code !== 'person-unknown') return sayStranger(refusal);
  const now = deps.clock();
  const expiresAt = now + codeLife;
  await deps.store.transaction((tx) => keepWish(tx, speaker, wish, { now, expiresAt }));
  // Nobody fills in a form for somebody else: what they are told afterwards is to ask for it again.
  return sayStranger(refusal, wish.kind === 'form' ? null : expiresAt);
}
