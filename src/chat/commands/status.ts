import type { Connection } from '../../account/account.ts';
import { may } from '../../account/may.ts';
import { platformNames } from '../../account/platform.ts';
import { countOpen } from '../../incident/store.ts';
import { countGivenUpOf } from '../../job/store.ts';
import { spoken } from '../../lib/clock.ts';
import { oldestWaiting } from '../../paging/store.ts';
import type { Line } from '../card.ts';
import { connectionsOf, ofPlatform } from '../place/of-platform.ts';
import { closedPlaces } from '../place/store.ts';
import { say } from '../words.ts';
import type { ChatWord, Said } from './word.ts';

export const status: ChatWord = {
  name: 'status',
  aliases: [],
  usage: 'status',
  what: 'How Reveille is: since when it runs, what is open; for owners and admins, what keeps pages from arriving.',
  params: [],
  run: async (said) => {
    const { deps, known } = said;
    const { version, since } = deps.installation;
    const now = deps.clock();
    const connections = await connectionsOf(deps.store.read, known.actor.accountId);
    return say(
      [{ bold: `Reveille ${version}` }, ', up since ', { time: since }, ` (${spoken(now - since)})`],
      ...platformLines(said, connections),
      await openLine(said),
      ...(may(known.actor, 'configure') ? await inDepth(said, connections) : []),
    );
  },
};

/** How each platform is that this Reveille speaks on, and which of the account's it does not. */
function platformLines({ deps }: Said, connections: readonly Connection[]): readonly string[] {
  const silent = connections.filter(({ platform }) => !deps.ports.some((port) => port.platform === platform));
  return [
    ...deps.ports.map((port) => {
      const name = platformNames[port.platform];
      const ours = connections.some(({ platform }) => platform === port.platform);
      return port.trouble() ?? (ours ? `${name} is connected.` : `${name} is connected, but not to your account.`);
    }),
    ...silent.map(({ platform }) => {
      const name = platformNames[platform];
      return `Your account is connected to ${name} too, but no token of ${name} is set: nothing is shown there.`;
    }),
  ];
}

async function openLine({ deps, known }: Said): Promise<string> {
  const { triggered, acknowledged } = await countOpen(deps.store.read, known.actor.accountId);
  const open = triggered + acknowledged;
  if (open === 0) return 'No incident is open.';
  return `${open === 1 ? '1 incident is' : `${open} incidents are`} open: ${triggered} triggered, ${acknowledged} acknowledged.`;
}

/** For whoever can do something about it. */
async function inDepth({ deps, known }: Said, connections: readonly Connection[]): Promise<readonly Line[]> {
  const { read } = deps.store;
  const { accountId } = known.actor;
  const waiting = await oldestWaiting(read, accountId);
  const lost = await countGivenUpOf(read, accountId);
  const closed = await closedPlaces(read, accountId);
  return [
    ['Database: ', { code: deps.installation.database }],
    waiting === null
      ? ['No page waits.']
      : [
          'The oldest page that has not arrived waits since ',
          { time: waiting },
          ` (${spoken(deps.clock() - waiting)}).`,
        ],
    lost === 0
      ? ['No job was given up.']
      : [
          `${lost === 1 ? '1 job was' : `${lost} jobs were`} given up; `,
          { code: 'reveille doctor' },
          ' says which and why.',
        ],
    ...closed.map(
      ({ connectionId, channel, since, reason }): Line => [
        'Nothing can be shown in ',
        { code: channel },
        ofPlatform(connections, connectionId),
        ' since ',
        { time: since },
        `: ${reason}`,
      ],
    ),
  ];
}
