import { attempt } from '../../db/attempt.ts';
import { summaryMax, triggerByHand } from '../../incident/trigger.ts';
import { cut } from '../../lib/cut.ts';
import type { Service } from '../../service/service.ts';
import { servicesOf } from '../../service/store.ts';
import { sayOpened, sayTriggerRefusal } from '../trigger-words.ts';
import { say } from '../words.ts';
import { unknownService } from './unknown-service.ts';
import type { ChatWord } from './word.ts';
import { sampleOn } from './written.ts';

export const trigger: ChatWord = {
  name: 'trigger',
  aliases: [],
  usage: 'trigger SERVICE SUMMARY',
  what: 'Opens an incident and pages whoever is first.',
  params: [
    { name: 'service', kind: 'service', what: 'The service that has a problem.' },
    {
      name: 'summary',
      kind: 'text',
      what: 'What is wrong; a form that asks for more opens when left out.',
      optional: true,
    },
  ],
  form: (words) =>
    words.length > 1 ? null : { form: 'trigger', given: words[0] === undefined ? {} : { service: words[0] } },
  run: async (said) => {
    const { deps, known, text } = said;
    const { accountId } = known.actor;
    const named = namedFirst(await servicesOf(deps.store.read, accountId), text);
    if (named === null) return await unknownService(deps.store.read, accountId, said.words[0] ?? '');
    const { service, summary } = named;
    if (summary === '') {
      const example = { service: service.key, summary: 'Checkout is down' };
      return say([
        'I need to know what is wrong. For example: ',
        { code: sampleOn(known.connection.platform, 'incident', trigger, example) },
      ]);
    }
    const command = { serviceId: service.id, summary: cut(summary, summaryMax), severity: 'critical' } as const;
    const opened = await attempt(deps.store, (tx) => triggerByHand(tx, deps, known.actor, command, deps.clock()));
    if (!opened.ok) return await sayTriggerRefusal(deps.store.read, accountId, opened.refusal);
    // Its card appears before the eyes of whoever typed it there.
    return service.channels[known.connection.platform] === said.channel ? null : sayOpened(opened.value, service);
  },
};

/** The service that the text begins with, by its key or by its name (which may be several words), and what follows. */
function namedFirst(services: readonly Service[], text: string): { service: Service; summary: string } | null {
  const lower = text.toLowerCase();
  const names = services.flatMap((service) => [
    { service, name: service.key },
    { service, name: service.name.toLowerCase() },
  ]);
  const fitting = names.filter(({ name }) => lower === name || lower.startsWith(`${name} `));
  const [longest] = fitting.toSorted((a, b) => b.name.length - a.name.length);
  if (longest === undefined) return null;
  return { service: longest.service, summary: text.slice(longest.name.length).trim() };
}
