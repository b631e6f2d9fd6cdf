import type { Platform } from '../account/platform.ts';
import { onCall } from './policies.ts';
import { type Verdict, warning, wrong } from './port.ts';
import type { Member, Roster } from './roster.ts';

/** Who could not be reached. That a person who is known is also there only the platform can say: see `chat.ts`. */
export function peopleVerdicts(roster: Roster): readonly Verdict[] {
  const paged = onCall(roster);
  return [...roster.people.flatMap((person) => one(person, paged.has(person.id), roster)), ...owners(roster)];
}

function one(person: Member, paged: boolean, { connections }: Roster): readonly Verdict[] {
  const { name } = person;
  if (person.status !== 'active') {
    if (!paged) return [];
    const what = `${name} is disabled and stands in a policy, where pages skip them.`;
    return [warning(what, `Put somebody else into it, or enable ${name}.`)];
  }
  if (person.identities.length > 0) return [];
  const todo = `Give ${name} an id in your team file: ${example(connections.map(({ platform }) => platform))}`;
  if (paged) return [wrong(`${name} stands in a policy and cannot be reached: there is no contact.`, todo)];
  return [warning(`${name} cannot be reached: there is no contact.`, todo)];
}

function owners({ account, people }: Roster): readonly Verdict[] {
  if (people.some(({ role, status }) => role === 'owner' && status === 'active')) return [];
  const what = `The account ${account.key} has no active owner, so nobody is told when paging fails.`;
  return [warning(what, 'Give somebody the role owner in your team file.')];
}

function example(connected: readonly Platform[]): string {
  return connected.length > 0 && !connected.includes('slack') ? 'discord: "1234…"' : 'slack: U…';
}
