import { incidentById } from '../incident/store.ts';
import type { Verb } from '../incident/transitions.ts';
import { legal } from '../incident/transitions.ts';
import type { Button, Words } from './card.ts';
import type { ChatDeps } from './deps.ts';
import type { Known } from './speaker.ts';
import { tellRefusal } from './tell.ts';
import { formatToken } from './token.ts';

/** What stands behind More, where it is allowed now. */
const behind = [{ verb: 'note', label: 'Note' }] as const satisfies readonly { verb: Verb; label: string }[];

/** The rest of what can be done with an incident, told to the presser alone. */
export async function sayMore(deps: ChatDeps, known: Known, incidentId: string): Promise<Words> {
  const incident = await incidentById(deps.store.read, known.actor.accountId, incidentId);
  if (incident === null) {
    const ref = { id: incidentId };
    return await tellRefusal(deps, known, ref, { code: 'unknown-incident', ref }, deps.clock());
  }
  const buttons = behind
    .filter(({ verb }) => legal[incident.state.status].includes(verb))
    .map(({ verb, label }): Button => ({ label, token: formatToken({ verb, incidentId, seen: null }) }));
  return { lines: [['More for ', { bold: `#${incident.number}` }, ` ${incident.summary}`]], buttons };
}
