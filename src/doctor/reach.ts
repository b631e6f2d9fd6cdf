import type { Platform } from '../account/platform.ts';
import { type Ask, unanswered, unseenVerdicts } from './patience.ts';
import { onCall } from './policies.ts';
import { fine, type Inspector, type Verdict, warning, wrong } from './port.ts';
import type { Member, Roster } from './roster.ts';

/** Whether everybody who is known on this platform can be written to there. */
export async function reachVerdicts(
  roster: Roster,
  inspector: Inspector,
  workspace: string,
  ask: Ask,
): Promise<readonly Verdict[]> {
  const paged = onCall(roster);
  const verdicts: Verdict[] = [];
  const unseen: { readonly name: string; readonly reason: string }[] = [];
  let reached = 0;
  for (const { person, id } of known(roster, inspector.platform)) {
    const outcome = await ask(() => inspector.person(id, workspace));
    const reason = unanswered(outcome);
    if (reason !== null) unseen.push({ name: person.name, reason });
    else if (outcome.kind === 'gone')
      verdicts.push(lost(person, id, outcome.reason, paged.has(person.id), inspector.platform));
    else reached += 1;
  }
  const people = reached === 1 ? '1 person' : `${reached} people`;
  return [
    ...(reached === 0 ? [] : [fine(`${people} of ${roster.account.key} can be written to directly.`)]),
    ...verdicts,
    ...unseenVerdicts(unseen, (names) => `Whether ${names} can be written to is not known`),
  ];
}

function known({ people, connections }: Roster, platform: Inspector['platform']) {
  const here = connections.find((connection) => connection.platform === platform)?.id;
  return people
    .filter(({ status }) => status === 'active')
    .flatMap((person: Member) =>
      person.identities
        .filter(({ connectionId }) => connectionId === here)
        .map(({ externalId }) => ({ person, id: externalId })),
    );
}

const mending: Readonly<Record<Platform, (name: string) => string>> = {
  slack: (name) => `Give ${name} the right id in your team file; Slack shows it in the person's profile.`,
  discord: (name) =>
    `Invite ${name} to the server, or give them the right id in your team file; Discord shows it in the menu of the person, as Copy User ID, once Developer Mode is on.`,
};

function lost({ name }: Member, id: string, reason: string, paged: boolean, platform: Platform): Verdict {
  const todo = mending[platform](name);
  if (paged) return wrong(`${name} (${id}) stands in a policy and cannot be written to: ${reason}`, todo);
  return warning(`${name} (${id}) cannot be written to: ${reason}`, todo);
}
