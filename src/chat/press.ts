import { attempt } from '../db/attempt.ts';
import { handle } from '../incident/handle.ts';
import type { Words } from './card.ts';
import type { ChatDeps } from './deps.ts';
import { flushOf } from './kinds.ts';
import { sayMore } from './more.ts';
import type { Press } from './port.ts';
import { type Known, whoIs } from './speaker.ts';
import { mirrorByMessage, reviveMirror } from './store.ts';
import { tellRefusal } from './tell.ts';
import { commandOf, parseToken } from './token.ts';
import { say, sayStranger } from './words.ts';

/** A button was pressed: token → command, identity → person. The card is the answer; what it cannot say is returned. */
export async function press(deps: ChatDeps, pressed: Press): Promise<Words | null> {
  const known = await whoIs(deps.store.read, pressed.speaker);
  if (!known.ok) return sayStranger(known.refusal);
  const token = parseToken(pressed.token);
  if (token === null) return say('This button is not one of mine, or of a version that I do not know.');
  if (token.verb === 'more') return await sayMore(deps, known.value, token.incidentId);
  const command = commandOf(token);
  if (command === null) return say('This button opens a form. Please press it again.');
  const { actor } = known.value;
  const ref = { id: token.incidentId };
  const now = deps.clock();
  const result = await attempt(deps.store, (tx) => handle(tx, deps, actor, ref, command, now));
  if (result.ok) return null;
  await refresh(deps, known.value, pressed);
  return await tellRefusal(deps, known.value, ref, result.refusal, now);
}

/** The card that was pressed may be old: it is brought up to date, whatever it showed. */
async function refresh(deps: ChatDeps, { connection, actor }: Known, { channel, message }: Press): Promise<void> {
  const place = { connectionId: connection.id, channel };
  await deps.store.transaction(async (tx) => {
    const mirror = await mirrorByMessage(tx, place, message);
    if (mirror === null || mirror.accountId !== actor.accountId) return;
    if (await reviveMirror(tx, mirror.id)) await deps.later(tx, flushOf(place, deps.clock()));
  });
}
