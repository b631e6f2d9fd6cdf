import { may } from '../../account/may.ts';
import { attempt } from '../../db/attempt.ts';
import { noteMax } from '../../incident/commands.ts';
import { type HandleRefusal, handle, type IncidentRef } from '../../incident/handle.ts';
import type { Incident } from '../../incident/incident.ts';
import { incidentById, incidentByNumber, listIncidents } from '../../incident/store.ts';
import { cut } from '../../lib/cut.ts';
import { ok } from '../../lib/result.ts';
import { numberOf } from '../commands/incident-number.ts';
import type { Field, Option } from '../form.ts';
import { tellRefusal } from '../tell.ts';
import { formatFormToken } from '../token.ts';
import { say } from '../words.ts';
import type { FormKind } from './form-kind.ts';

/** `/incident note` with something missing, and the button Note. */
export const noteForm: FormKind = {
  make: async ({ deps, known, given }) => {
    const { read } = deps.store;
    const { accountId } = known.actor;
    const text: Field = { name: 'text', kind: 'long', label: 'Note', most: noteMax };
    const refused = async (ref: IncidentRef, code: 'unknown-incident' | 'not-permitted') => {
      const refusal = code === 'not-permitted' ? ({ code, capability: 'respond' } as const) : ({ code, ref } as const);
      return { words: await tellRefusal(deps, known, ref, refusal, deps.clock()) };
    };
    if (given.incident !== undefined) {
      const number = numberOf(given.incident);
      const ref = number === null ? { id: given.incident } : { number };
      if (!may(known.actor, 'respond')) return await refused(ref, 'not-permitted');
      const incident =
        number === null
          ? await incidentById(read, accountId, given.incident)
          : await incidentByNumber(read, accountId, number);
      if (incident === null) return await refused(ref, 'unknown-incident');
      const token = formatFormToken('note', incident.id);
      return { form: { token, title: `Note on #${incident.number}`, submit: 'Write down', fields: [text] } };
    }
    if (!may(known.actor, 'respond')) return await refused({ number: 0 }, 'not-permitted');
    const [first, ...more] = (await listIncidents(read, accountId, { open: true, limit: 25 })).map(optionOf);
    if (first === undefined) {
      return { words: say(['Nothing is open. Name the incident: ', { code: '/incident note 142 it was the cache' }]) };
    }
    const about: Field = { name: 'incident', kind: 'choice', label: 'Incident', options: [first, ...more] };
    return {
      form: { token: formatFormToken('note', null), title: 'Note', submit: 'Write down', fields: [about, text] },
    };
  },

  submit: async ({ deps, known, incidentId, answers, once }) => {
    const text = cut((answers.text ?? '').trim(), noteMax);
    const about = incidentId ?? answers.incident;
    if (about === undefined) return { kind: 'mend', problems: { incident: 'This is needed.' } };
    if (text === '') return { kind: 'mend', problems: { text: 'This is needed.' } };
    const now = deps.clock();
    const ref = { id: about };
    const done = await attempt<Incident | null, HandleRefusal>(deps.store, async (tx) =>
      (await once(tx)) ? await handle(tx, deps, known.actor, ref, { verb: 'note', text }, now) : ok(null),
    );
    return { kind: 'done', words: done.ok ? null : await tellRefusal(deps, known, ref, done.refusal, now) };
  },
};

function optionOf(incident: Incident): Option {
  return { value: incident.id, label: cut(`#${incident.number} ${incident.summary}`, 75) };
}
