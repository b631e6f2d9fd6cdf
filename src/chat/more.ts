import { incidentById } from '../incident/store.ts';
import { conditionOf, legal } from '../incident/transitions.ts';
import type { Button, Words } from './card.ts';
import type { ChatDeps } from './deps.ts';
import type { Known } from './speaker.ts';
import { tellRefusal } from './tell.ts';
import { formatToken } from './token.ts';

/** What stands behind More, where it is allowed now. `seen` of a snooze: for how many minutes. */
const behind = [
  { verb: 'note', label: 'Note', seen: null },
  { verb: 'snooze', label: 'Snooze 30 min', seen: 30 },
  { verb: 'snooze', label: 'Snooze 2 h', seen: 120 },
  { verb: 'snooze', label: 'Snooze 8 h', seen: 480 },
] as const;

/** The rest of what can be done with an incident, told to the presser alone. */
export async function sayMore(deps: ChatDeps, known: Known, incidentId: string): Promise<Words> {
  const incident = await incidentById(deps.store.read, known.actor.accountId, incidentId);
  if (incident === null) {
    const ref = { id: incidentId };
    return await tellRefusal(deps, known, ref, { code: 'unknown-incident', ref }, deps.clock());
  }
  const buttons = behind
    .filter(({ verb }) => legal[conditionOf(incident.state)].includes(verb))
    .map(({ verb, label, seen }): Button => ({ label, token: formatToken({ verb, incidentId, seen }) }));
  return { lines: [['More for ', { bold: `#${incident.number}` }, ` ${incident.summary}`]], buttons };
}
