import { closest } from 'fastest-levenshtein';
import { may } from '../../account/may.ts';
import { attempt } from '../../db/attempt.ts';
import { noteMax } from '../../incident/commands.ts';
import type { Incident } from '../../incident/incident.ts';
import { severities } from '../../incident/signal.ts';
import { summaryMax, type TriggerRefusal, triggerByHand, triggerSchema } from '../../incident/trigger.ts';
import { cut } from '../../lib/cut.ts';
import { ok } from '../../lib/result.ts';
import type { Service } from '../../service/service.ts';
import { serviceById, serviceByKeyOrName, servicesOf } from '../../service/store.ts';
import { fieldLabels } from '../field-labels.ts';
import type { Field, Option } from '../form.ts';
import { formatFormToken } from '../token.ts';
import { sayOpened, sayTriggerRefusal } from '../trigger-words.ts';
import { say } from '../words.ts';
import type { FormKind } from './form-kind.ts';
import { problemsOf } from './problems.ts';

/** More than a select holds: then the service is typed. */
const mostOptions = 25;

/** `/incident trigger` with something missing. */
export const triggerForm: FormKind = {
  make: async ({ deps, known, given }) => {
    const { accountId } = known.actor;
    const { read } = deps.store;
    if (!may(known.actor, 'respond')) {
      return { words: await sayTriggerRefusal(read, accountId, { code: 'not-permitted', capability: 'respond' }) };
    }
    const services = (await servicesOf(read, accountId)).filter((service) => service.status === 'active');
    const [first, ...more] = services.map(optionOf);
    if (first === undefined)
      return { words: say('There is no service yet. Whoever runs Reveille adds them in the team file.') };
    const named = given.service === undefined ? null : await serviceByKeyOrName(read, accountId, given.service);
    const chosen = named?.status === 'active' ? named : services.length === 1 ? services[0] : undefined;
    const { service: typed } = given;
    const hint = typed === undefined || named?.status === 'active' ? undefined : notActive(typed, named);
    const service = { name: 'service', label: fieldLabels.service, ...(hint === undefined ? {} : { hint }) };
    const [fewest, ...others] = severities.map((severity): Option => ({ value: severity, label: severity }));
    const fields: Field[] = [
      more.length < mostOptions
        ? {
            ...service,
            kind: 'choice',
            options: [first, ...more],
            ...(chosen === undefined ? {} : { value: chosen.id }),
          }
        : { ...service, kind: 'text', most: 100, hint: hint ?? 'Its key or its name.', value: given.service ?? '' },
      { name: 'summary', kind: 'text', label: fieldLabels.summary, most: 200 },
      ...(fewest === undefined
        ? []
        : [
            {
              name: 'severity',
              kind: 'choice',
              label: fieldLabels.severity,
              value: fewest.value,
              options: [fewest, ...others],
            } as const,
          ]),
      { name: 'description', kind: 'long', label: fieldLabels.description, most: noteMax, optional: true },
    ];
    return { form: { token: formatFormToken('trigger', null), title: 'Open an incident', submit: 'Page', fields } };
  },

  submit: async ({ deps, known, answers, once }) => {
    const { accountId } = known.actor;
    const { read } = deps.store;
    const named = answers.service ?? '';
    const service = (await serviceById(read, accountId, named)) ?? (await serviceByKeyOrName(read, accountId, named));
    if (service === null)
      return { kind: 'mend', problems: { service: noService(named, await servicesOf(read, accountId)) } };
    const { summary, severity, description } = answers;
    const parsed = triggerSchema.safeParse({
      serviceId: service.id,
      summary: cut(summary ?? '', summaryMax),
      ...(severity === undefined ? {} : { severity }),
      ...(description === undefined ? {} : { description }),
    });
    if (!parsed.success) return { kind: 'mend', problems: problemsOf(parsed.error) };
    const opened = await attempt<Incident | null, TriggerRefusal>(deps.store, async (tx) =>
      (await once(tx)) ? await triggerByHand(tx, deps, known.actor, parsed.data, deps.clock()) : ok(null),
    );
    if (!opened.ok) return { kind: 'done', words: await sayTriggerRefusal(read, accountId, opened.refusal) };
    return { kind: 'done', words: opened.value === null ? null : sayOpened(opened.value, service) };
  },
};

/** A service that was chosen and is gone meanwhile comes as its id, which nobody typed. */
function noService(named: string, services: readonly Service[]): string {
  if (named === '' || /^[a-z]{3}_/.test(named) || services.length === 0) return 'There is no such service.';
  const near = closest(
    named.toLowerCase(),
    services.map(({ key }) => key),
  );
  return `There is no service ${cut(named, 50)}. Did you mean ${near}?`;
}

/** Of a service that was named, but cannot be chosen: beside its field, where another one may stand chosen already. */
function notActive(typed: string, named: Service | null): string {
  return named === null ? `There is no service ${cut(typed, 50)}.` : `${cut(named.name, 50)} is disabled.`;
}

function optionOf(service: Service): Option {
  return { value: service.id, label: cut(service.name, 75) };
}
