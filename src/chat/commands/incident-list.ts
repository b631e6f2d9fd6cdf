import type { Incident } from '../../incident/incident.ts';
import { listIncidents } from '../../incident/store.ts';
import { conditionOf } from '../../incident/transitions.ts';
import { cut } from '../../lib/cut.ts';
import { serviceByKeyOrName, serviceNames } from '../../service/store.ts';
import type { Line } from '../card.ts';
import { lampOf } from '../draw.ts';
import { say } from '../words.ts';
import { unknownService } from './unknown-service.ts';
import type { ChatWord } from './word.ts';

const shownAtOnce = 10;

export const list: ChatWord = {
  name: 'list',
  aliases: ['ls'],
  usage: 'list [mine] [open|all] [SERVICE]',
  what: 'What is open now, newest first.',
  params: [
    { name: 'mine', kind: 'flag', what: 'Only what is yours.', optional: true },
    {
      name: 'which',
      kind: 'choice',
      what: 'What is open, or all there has been.',
      choices: ['open', 'all'],
      optional: true,
    },
    { name: 'service', kind: 'service', what: 'Only of this service.', optional: true },
  ],
  run: async (said) => {
    const { deps, known } = said;
    const words = said.words.map((word) => word.toLowerCase());
    const mine = words.includes('mine');
    const open = !words.includes('all');
    const name = said.words.filter((word) => !['mine', 'open', 'all'].includes(word.toLowerCase())).join(' ');
    const { read } = deps.store;
    const { accountId } = known.actor;
    const service = name === '' ? null : await serviceByKeyOrName(read, accountId, name);
    if (name !== '' && service === null) return await unknownService(read, accountId, name);
    const found = await listIncidents(read, accountId, {
      open,
      limit: shownAtOnce + 1,
      ...(service === null ? {} : { serviceId: service.id }),
      ...(mine ? { mine: known.personId } : {}),
    });
    const services = await serviceNames(read, accountId);
    if (found.length === 0) return say(nothing(open, mine, service?.name ?? null));
    const lines = found.slice(0, shownAtOnce).map((incident) => lineOf(incident, services));
    if (found.length > shownAtOnce) lines.push([`These are the newest ${shownAtOnce}; name a service to see fewer.`]);
    return { lines };
  },
};

function lineOf(incident: Incident, services: ReadonlyMap<string, string>): Line {
  const condition = conditionOf(incident.state);
  return [
    `${lampOf[condition]} `,
    { bold: `#${incident.number}` },
    ` ${services.get(incident.serviceId) ?? ''}: ${cut(incident.summary, 120)} · ${condition} · since `,
    { time: incident.openedAt },
  ];
}

/** Of one service, it says nothing about the others. */
function nothing(open: boolean, mine: boolean, service: string | null): string {
  const of = service === null ? '' : ` of ${service}`;
  if (mine) return `Nothing${of} is yours now.`;
  if (!open) return `There has been no incident${of}.`;
  return service === null ? 'Nothing is open. All is calm.' : `Nothing${of} is open.`;
}
