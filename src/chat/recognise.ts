import { connectionByWorkspace } from '../account/store.ts';
import { attempt } from '../db/attempt.ts';
import { endOf } from '../lib/gate.ts';
import type { Result } from '../lib/result.ts';
import { linkByEmail } from '../person/link/by-email.ts';
import type { ChatDeps } from './deps.ts';
import { keepQuiet, quietNow } from './place/store.ts';
import type { ChatPort } from './port.ts';
import { type Known, type Speaker, type SpeakerRefusal, whoIs } from './speaker.ts';

/** Milliseconds that the platform may take to tell an address; what comes later is not known. Slack waits 3 s for an answer. */
const patience = 1000;

/**
 * Who it is, as `whoIs` has it; and whoever is not known yet, but has on the platform the e-mail address of a person of the
 * account, is that person from now on.
 */
export async function recognise(
  deps: ChatDeps,
  speaker: Speaker,
  incidentId: string | null = null,
): Promise<Result<Known, SpeakerRefusal>> {
  const known = await whoIs(deps.store.read, speaker, incidentId);
  if (known.ok || known.refusal.code !== 'person-unknown') return known;
  const email = await emailOf(deps, speaker);
  if (email === null) return known;
  const { platform, workspace, person: externalId } = speaker;
  const claimant = { platform, workspace, externalId };
  // Whatever is refused here, the answer is the same: who it is now.
  await attempt(deps.store, (tx) => linkByEmail(tx, deps, claimant, email, deps.clock()));
  return await whoIs(deps.store.read, speaker, incidentId);
}

/** Null: the platform does not say, or not in time; nothing hangs on it. */
async function emailOf(deps: ChatDeps, { platform, workspace, person }: Speaker): Promise<string | null> {
  if (workspace === '') return null;
  const port = deps.ports.find((one) => one.platform === platform && one.workspace() === workspace);
  const connection = port === undefined ? null : await connectionByWorkspace(deps.store.read, platform, workspace);
  if (port === undefined || connection === null) return null;
  const now = deps.clock();
  const quiet = await quietNow(deps.store.read, connection.id, now);
  if (port.scopes('look-up', '').some((scope) => quiet.has(scope))) return null;
  const asked = port.lookUp(person);
  if (!(await endOf(asked, patience))) return null;
  return await told(deps, connection.id, await asked);
}

async function told(
  deps: ChatDeps,
  connectionId: string,
  outcome: Awaited<ReturnType<ChatPort['lookUp']>>,
): Promise<string | null> {
  if (outcome.kind === 'done') return outcome.value.email;
  deps.log.info({ outcome: outcome.kind }, 'a person could not be looked up by e-mail');
  if (outcome.kind === 'later') {
    const { scope, at } = outcome;
    await deps.store.transaction((tx) => keepQuiet(tx, connectionId, scope, at));
  }
  return null;
}
