import { attempt } from '../db/attempt.ts';
import { handle } from '../incident/handle.ts';
import { incidentById } from '../incident/store.ts';
import type { Words } from './card.ts';
import type { ChatDeps } from './deps.ts';
import { flushOf } from './kinds.ts';
import { sayMore } from './more.ts';
import type { Press } from './port.ts';
import { recognise } from './recognise.ts';
import type { Known } from './speaker.ts';
import { adoptMirror, mirrorByMessage, reviveMirror } from './store.ts';
import { toStranger } from './stranger.ts';
import { tellRefusal } from './tell.ts';
import { commandOf, parseToken } from './token.ts';
import { say } from './words.ts';

/** A button was pressed: token → command, identity → person. The card is the answer; what it cannot say is returned. */
export async function press(deps: ChatDeps, pressed: Press): Promise<Words | null> {
  const token = parseToken(pressed.token);
  const known = await recognise(deps, pressed.speaker, token?.incidentId);
  if (!known.ok) return await toStranger(deps, pressed.speaker, known.refusal, { kind: 'press', press: pressed });
  if (token === null) return say('This button is not one of mine, or of a version that I do not know.');
  if (token.verb === 'more') return await sayMore(deps, known.value, token.incidentId);
  const command = commandOf(token);
  if (command === null) return say('This button opens a form. Please press it again.');
  const { actor } = known.value;
  const ref = { id: token.incidentId };
  const now = deps.clock();
  const result = await attempt(deps.store, (tx) => handle(tx, deps, actor, ref, command, now));
  await mend(deps, known.value, pressed, token.incidentId, result.ok);
  return result.ok ? null : await tellRefusal(deps, known.value, ref, result.refusal, now);
}

/**
 * The card that was pressed may be old: it is brought up to date, whatever it showed. One that we do not know was posted
 * without the platform's answer reaching us, and posted again; from now on it is kept true as well.
 */
async function mend(
  deps: ChatDeps,
  { connection, actor }: Known,
  { channel, message }: Press,
  incidentId: string,
  acted: boolean,
): Promise<void> {
  if (message === null) return;
  const place = { connectionId: connection.id, channel };
  const { accountId } = actor;
  const now = deps.clock();
  const known = await mirrorByMessage(deps.store.read, place, message);
  // What acted has redrawn every card that we know.
  if (known !== null && acted) return;
  await deps.store.transaction(async (tx) => {
    const mirror = await mirrorByMessage(tx, place, message);
    if (mirror === null) {
      if ((await incidentById(tx, accountId, incidentId)) === null) return;
      await adoptMirror(tx, { id: deps.newId('mir'), accountId, incidentId, message, ...place });
    } else if (mirror.accountId !== accountId || !(await reviveMirror(tx, mirror.id))) return;
    await deps.later(tx, flushOf(place, now));
  });
}
