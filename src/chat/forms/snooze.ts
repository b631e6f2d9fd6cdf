import { attempt } from '../../db/attempt.ts';
import { type HandleRefusal, handle } from '../../incident/handle.ts';
import type { Incident } from '../../incident/incident.ts';
import { snoozeSpan } from '../../incident/transitions.ts';
import { hours, spoken } from '../../lib/clock.ts';
import { ok } from '../../lib/result.ts';
import { snooze } from '../commands/incident-snooze.ts';
import { fieldLabels } from '../field-labels.ts';
import type { Field } from '../form.ts';
import { tellRefusal } from '../tell.ts';
import { formatFormToken } from '../token.ts';
import { isPicked, readTime, typedTime, typedTimeProblem } from '../typed-time.ts';
import { aboutIncident } from './about-incident.ts';
import type { FormKind } from './form-kind.ts';

/** `/incident snooze` with something missing: until when, in the zone of whoever fills it in. */
export const snoozeForm: FormKind = {
  make: async (asked) => {
    const about = await aboutIncident(asked, snooze, { incident: '142', for: '2h' });
    if (about.kind === 'words') return { words: about.words };
    const until: Field = {
      name: 'until',
      kind: 'time',
      label: fieldLabels.until,
      hint: 'Then whoever was paged last is paged again.',
      value: asked.deps.clock() + hours(1),
    };
    const submit = 'Snooze';
    if (about.kind === 'choose') {
      return {
        form: { token: formatFormToken('snooze', null), title: 'Snooze', submit, fields: [about.field, until] },
      };
    }
    const { id, number } = about.incident;
    return { form: { token: formatFormToken('snooze', id), title: `Snooze #${number}`, submit, fields: [until] } };
  },

  submit: async ({ deps, known, incidentId, answers, once }) => {
    const about = incidentId ?? answers.incident;
    if (about === undefined) return { kind: 'mend', problems: { incident: 'This is needed.' } };
    const now = deps.clock();
    if (answers.until === undefined) return { kind: 'mend', problems: { until: 'This is needed.' } };
    const until = readTime(answers.until);
    if (until === null) return { kind: 'mend', problems: { until: typedTimeProblem } };
    const ref = { id: about };
    const done = await attempt<Incident | null, HandleRefusal>(deps.store, async (tx) =>
      (await once(tx)) ? await handle(tx, deps, known.actor, ref, { verb: 'snooze', until }, now) : ok(null),
    );
    if (done.ok) return { kind: 'done', words: null };
    const { refusal } = done;
    if (refusal.code !== 'unfit-snooze') {
      return { kind: 'done', words: await tellRefusal(deps, known, ref, refusal, now) };
    }
    const { shortest, longest } = snoozeSpan;
    const problem = `This must be ${spoken(shortest)} to ${spoken(longest)} from now.`;
    // Typed, it may be right in the zone of whoever typed it; a picker knows that zone.
    const inUtc = isPicked(answers.until) ? '' : ` It is ${typedTime(now)} UTC now.`;
    return { kind: 'mend', problems: { until: `${problem}${inUtc}` } };
  },
};
