import { may } from '../../account/may.ts';
import type { IncidentRef } from '../../incident/handle.ts';
import type { Incident } from '../../incident/incident.ts';
import { incidentById, incidentByNumber, listIncidents } from '../../incident/store.ts';
import { cut } from '../../lib/cut.ts';
import type { Words } from '../card.ts';
import { numberOf } from '../commands/incident-number.ts';
import type { Described } from '../commands/word.ts';
import { sampleOn } from '../commands/written.ts';
import { fieldLabels } from '../field-labels.ts';
import type { Field, Option } from '../form.ts';
import { tellRefusal } from '../tell.ts';
import { say } from '../words.ts';
import type { FormKind } from './form-kind.ts';

/** Which incident a form is about: the one that was named, or a field to choose an open one; or why there is no form. */
export type About =
  | { readonly kind: 'named'; readonly incident: Incident }
  | { readonly kind: 'choose'; readonly field: Field }
  | { readonly kind: 'words'; readonly words: Words };

/** `given.incident` is a number as typed, or the id that a button carries. `example` is what may follow `word`, by name. */
export async function aboutIncident(
  { deps, known, given }: Parameters<FormKind['make']>[0],
  word: Described,
  example: Readonly<Record<string, string>>,
): Promise<About> {
  const { read } = deps.store;
  const { accountId } = known.actor;
  const typed = given.incident;
  const number = numberOf(typed);
  const ref: IncidentRef = number === null ? { id: typed ?? '' } : { number };
  const refused = async (code: 'unknown-incident' | 'not-permitted'): Promise<About> => {
    const refusal = code === 'not-permitted' ? ({ code, capability: 'respond' } as const) : ({ code, ref } as const);
    return { kind: 'words', words: await tellRefusal(deps, known, ref, refusal, deps.clock()) };
  };
  if (!may(known.actor, 'respond')) return await refused('not-permitted');
  if (typed === undefined) {
    const [first, ...more] = (await listIncidents(read, accountId, { open: true, limit: 25 })).map(optionOf);
    if (first === undefined) {
      const code = sampleOn(known.connection.platform, 'incident', word, example);
      return { kind: 'words', words: say(['Nothing is open. Name the incident: ', { code }]) };
    }
    return {
      kind: 'choose',
      field: { name: 'incident', kind: 'choice', label: fieldLabels.incident, options: [first, ...more] },
    };
  }
  const incident =
    number === null ? await incidentById(read, accountId, typed) : await incidentByNumber(read, accountId, number);
  return incident === null ? await refused('unknown-incident') : { kind: 'named', incident };
}

function optionOf(incident: Incident): Option {
  return { value: incident.id, label: cut(`#${incident.number} ${incident.summary}`, 75) };
}
