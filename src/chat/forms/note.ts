import { attempt } from '../../db/attempt.ts';
import { noteMax } from '../../incident/commands.ts';
import { type HandleRefusal, handle } from '../../incident/handle.ts';
import type { Incident } from '../../incident/incident.ts';
import { cut } from '../../lib/cut.ts';
import { ok } from '../../lib/result.ts';
import { note } from '../commands/incident-act.ts';
import { fieldLabels } from '../field-labels.ts';
import type { Field } from '../form.ts';
import { tellRefusal } from '../tell.ts';
import { formatFormToken } from '../token.ts';
import { aboutIncident } from './about-incident.ts';
import type { FormKind } from './form-kind.ts';

const text: Field = { name: 'text', kind: 'long', label: fieldLabels.text, most: noteMax };

/** `/incident note` with something missing, and the button Note. */
export const noteForm: FormKind = {
  make: async (asked) => {
    const about = await aboutIncident(asked, note, { incident: '142', text: 'it was the cache' });
    if (about.kind === 'words') return { words: about.words };
    const submit = 'Write down';
    if (about.kind === 'choose') {
      return { form: { token: formatFormToken('note', null), title: 'Note', submit, fields: [about.field, text] } };
    }
    const { id, number } = about.incident;
    return { form: { token: formatFormToken('note', id), title: `Note on #${number}`, submit, fields: [text] } };
  },

  submit: async ({ deps, known, incidentId, answers, once }) => {
    const said = cut((answers.text ?? '').trim(), noteMax);
    const about = incidentId ?? answers.incident;
    if (about === undefined) return { kind: 'mend', problems: { incident: 'This is needed.' } };
    if (said === '') return { kind: 'mend', problems: { text: 'This is needed.' } };
    const now = deps.clock();
    const ref = { id: about };
    const done = await attempt<Incident | null, HandleRefusal>(deps.store, async (tx) =>
      (await once(tx)) ? await handle(tx, deps, known.actor, ref, { verb: 'note', text: said }, now) : ok(null),
    );
    return { kind: 'done', words: done.ok ? null : await tellRefusal(deps, known, ref, done.refusal, now) };
  },
};
