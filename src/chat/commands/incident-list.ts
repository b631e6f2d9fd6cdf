import { closest } from 'fastest-levenshtein';
import type { Incident } from '../../incident/incident.ts';
import { listIncidents } from '../../incident/store.ts';
import { cut } from '../../lib/cut.ts';
import { serviceByKeyOrName, serviceNames, servicesOf } from '../../service/store.ts';
import type { Line, Words } from '../card.ts';
import { say } from '../words.ts';
import type { ChatWord, Said } from './word.ts';

const shownAtOnce = 10;
const lampOf = { triggered: '🔴', acknowledged: '🟠', resolved: '🟢' } as const;

export const list: ChatWord = {
  name: 'list',
  aliases: ['ls'],
  usage: 'list [mine] [open|all] [SERVICE]',
  what: 'What is open now, newest first.',
  run: async (said) => {
    const { deps, known } = said;
    const words = said.words.map((word) => word.toLowerCase());
    const mine = words.includes('mine');
    const open = !words.includes('all');
    const name = said.words.filter((word) => !['mine', 'open', 'all'].includes(word.toLowerCase())).join(' ');
    const { read } = deps.store;
    const { accountId } = known.actor;
    const service = name === '' ? null : await serviceByKeyOrName(read, accountId, name);
    if (name !== '' && service === null) return await unknownService(said, name);
    const found = await listIncidents(read, accountId, {
      open,
      limit: shownAtOnce + 1,
      ...(service === null ? {} : { serviceId: service.id }),
      ...(mine ? { mine: known.personId } : {}),
    });
    const services = await serviceNames(read, accountId);
    if (found.length === 0) return say(nothing(open, mine));
    const lines = found.slice(0, shownAtOnce).map((incident) => lineOf(incident, services));
    if (found.length > shownAtOnce) lines.push([`These are the newest ${shownAtOnce}; name a service to see fewer.`]);
    return { lines };
  },
};

function lineOf(incident: Incident, services: ReadonlyMap<string, string>): Line {
  return [
    `${lampOf[incident.state.status]} `,
    { bold: `#${incident.number}` },
    ` ${services.get(incident.serviceId) ?? ''}: ${cut(incident.summary, 120)} · ${incident.state.status} · since `,
    { time: incident.openedAt },
  ];
}

async function unknownService({ deps, known }: Said, name: string): Promise<Words> {
  const keys = (await servicesOf(deps.store.read, known.actor.accountId)).map((service) => service.key);
  if (keys.length === 0) return say('There is no service yet.');
  return say(['There is no service ', { code: cut(name, 50) }, '. Did you mean ', { code: closest(name, keys) }, '?']);
}

function nothing(open: boolean, mine: boolean): string {
  if (mine) return 'Nothing is yours now.';
  return open ? 'Nothing is open. All is calm.' : 'There has been no incident.';
}
