import type { Channels } from '../account/account.ts';
import { peopleVerdicts } from './people.ts';
import { policyVerdicts } from './policies.ts';
import { fine, type Verdict, warning, wrong } from './port.ts';
import type { FoundService, Roster } from './roster.ts';

/** What stands in the accounts, and whether a page made of it would arrive. */
export function teamVerdicts(rosters: readonly Roster[]): readonly Verdict[] {
  if (rosters.length === 0) {
    return [warning('There is no account yet.', 'Write your team down and apply it: reveille apply team.yaml')];
  }
  return rosters.flatMap((roster) => {
    const { account, people, policies, services } = roster;
    return [
      fine(
        `The account ${account.key} has ${many(services.length, 'service', 'services')}, ${many(policies.length, 'policy', 'policies')} and ${many(people.length, 'person', 'people')}.`,
      ),
      ...serviceVerdicts(roster),
      ...policyVerdicts(roster),
      ...peopleVerdicts(roster),
    ];
  });
}

function serviceVerdicts(roster: Roster): readonly Verdict[] {
  const { account, services } = roster;
  if (services.length === 0) {
    return [warning(`The account ${account.key} has no service, so it takes no alerts.`, 'Add one to your team file.')];
  }
  return services
    .filter((service) => service.status === 'active')
    .flatMap((service) => [...paging(service, roster), ...reached(service), ...shown(service, roster)]);
}

function paging({ key, policyId }: FoundService, { policies }: Roster): readonly Verdict[] {
  const service = `The service ${key}`;
  if (policyId === null) {
    return [wrong(`${service} has no policy, so its alerts page nobody.`, 'Give it one in your team file.')];
  }
  const policy = policies.find(({ id }) => id === policyId);
  if (policy === undefined) {
    return [wrong(`${service} has a policy that was deleted, so its alerts page nobody.`, 'Give it another one.')];
  }
  if (!policy.active) {
    return [
      wrong(
        `${service} has the policy ${policy.key}, which is disabled, so its alerts page nobody.`,
        'Give it another one.',
      ),
    ];
  }
  return [];
}

function reached({ key, keys }: FoundService): readonly Verdict[] {
  if (keys > 0) return [];
  return [
    warning(
      `The service ${key} has no integration key, so no monitoring tool can alert it.`,
      'Add one under keys in your team file; without a value it is made and shown once.',
    ),
  ];
}

function shown({ key, channels }: FoundService, { connections }: Roster): readonly Verdict[] {
  const somewhere = (Object.keys(channels) as (keyof Channels)[]).some((platform) =>
    connections.some((connection) => connection.platform === platform),
  );
  if (somewhere) return [];
  return [
    warning(
      `The service ${key} has no channel, so its cards are seen only by those who are paged.`,
      `Give it one in your team file: channel: { ${connections.some((one) => one.platform === 'slack') || connections.length === 0 ? 'slack: C…' : 'discord: "1234…"'} }`,
    ),
  ];
}

function many(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}
