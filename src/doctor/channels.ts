import type { Platform } from '../account/platform.ts';
import type { Outcome } from '../chat/port.ts';
import { minuteOf } from '../lib/clock.ts';
import { type Ask, unanswered, unseenVerdicts } from './patience.ts';
import { fine, type Inspector, type SeenChannel, type Verdict, warning, wrong } from './port.ts';
import type { Roster } from './roster.ts';
import { sentence } from './sentence.ts';

/** A channel that somebody relies on, and for what, in words. */
interface Used {
  readonly channel: string;
  readonly uses: readonly string[];
}

/** Every channel in which something is to be shown: is it there, and may the bot write in it? */
export async function channelVerdicts(
  roster: Roster,
  inspector: Inspector,
  workspace: string,
  ask: Ask,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const unseen: { readonly name: string; readonly reason: string }[] = [];
  for (const used of channelsOf(roster, inspector.platform)) {
    const outcome = await ask(() => inspector.channel(used.channel, workspace));
    const reason = unanswered(outcome);
    if (reason === null) verdicts.push(...judge(used, outcome, inspector.platform));
    else unseen.push({ name: used.channel, reason });
  }
  return [
    ...verdicts,
    ...unseenVerdicts(unseen, (names) => `Could not look at ${names}`),
    ...stillClosed(roster, inspector),
  ];
}

function channelsOf({ account, services }: Roster, platform: Inspector['platform']): readonly Used[] {
  const uses = new Map<string, string[]>();
  const use = (channel: string | undefined, what: string): void => {
    if (channel !== undefined) uses.set(channel, [...(uses.get(channel) ?? []), what]);
  };
  for (const service of services) {
    if (service.status === 'active') use(service.channels[platform], `the cards of ${service.name}`);
  }
  use(account.notices[platform], 'what the owners are told');
  return [...uses].map(([channel, what]) => ({ channel, uses: what }));
}

const invitations: Readonly<Record<Platform, string>> = {
  slack: 'Type there: /invite @Reveille',
  discord: 'Give its role the permissions View Channel and Send Messages there.',
};

const returns: Readonly<Record<Platform, string>> = {
  slack: 'Invite Reveille there, or name another channel in your team file.',
  discord: 'Let Reveille see it, or name another channel in your team file.',
};

function judge({ channel, uses }: Used, outcome: Outcome<SeenChannel>, platform: Platform): readonly Verdict[] {
  const purpose = uses.join(', ');
  if (outcome.kind === 'gone') {
    const what = `The channel ${channel}, for ${purpose}, is not there for Reveille: ${outcome.reason}`;
    return [wrong(what, returns[platform])];
  }
  if (outcome.kind !== 'done') return [];
  const { name, archived, member, objections } = outcome.value;
  const label = `${name} (${channel})`;
  if (archived) {
    return [
      wrong(`${label}, for ${purpose}, is archived.`, 'Unarchive it, or name another channel in your team file.'),
    ];
  }
  if (!member) {
    return [wrong(`Reveille is not in ${label}, which is for ${purpose}.`, invitations[platform])];
  }
  if (objections.length > 0)
    return objections.map(({ what, todo }) => wrong(`${label}, for ${purpose}, ${what}`, todo));
  return [fine(`Reveille is in ${label}, for ${purpose}.`)];
}

/** Where the last attempt to show something failed for good. */
function stillClosed({ closed, connections }: Roster, { platform }: Inspector): readonly Verdict[] {
  const here = connections.find((connection) => connection.platform === platform)?.id;
  return closed
    .filter(({ connectionId }) => connectionId === here)
    .map(({ channel, since, reason }) =>
      warning(
        `Nothing could be shown in ${channel} since ${minuteOf(since)}: ${sentence(reason)}`,
        'Mend that, or name another channel in your team file; the next card that arrives there ends it.',
      ),
    );
}
