import type { Connection } from '../account/account.ts';
import { type Platform, platformNames, workspaceNames, writtenId } from '../account/platform.ts';
import { channelVerdicts } from './channels.ts';
import { type Ask, type PatienceDeps, patiently, unanswered, unseenVerdicts } from './patience.ts';
import { type Entered, fine, type Inspector, type Verdict, warning, withId, wrong } from './port.ts';
import { reachVerdicts } from './reach.ts';
import type { Roster } from './roster.ts';

/** Asks the platform itself: does it take us in, are our channels there, can our people be written to? */
export async function chatVerdicts(
  rosters: readonly Roster[],
  inspector: Inspector,
  deps: PatienceDeps,
): Promise<readonly Verdict[]> {
  const { platform } = inspector;
  const { verdicts, workspaces, invite } = await inspector.enter();
  if (workspaces === null) return verdicts;
  const ask = patiently(deps);
  const found: Verdict[] = [...verdicts];
  let ours = false;
  for (const roster of rosters) {
    const connection = connectionOn(roster, platform);
    if (connection === undefined) continue;
    const workspace = workspaceOf(connection, workspaces, rosters.length);
    if (workspace !== undefined) {
      ours = true;
      found.push(fine(`The account ${roster.account.key} is connected to ${withId(workspace)}.`));
      found.push(...(await within(roster, inspector, workspace, ask)));
    } else if (invite !== null && connection.externalId !== null) {
      ours = true;
      found.push(outside(roster, connection.externalId, platform, invite));
    }
  }
  if (ours) return found;
  if (workspaces.length === 0 && invite !== null) {
    return [...found, wrong(`Reveille is in no ${workspaceNames[platform]} yet.`, `Let it in: ${invite}`)];
  }
  return [...found, ...workspaces.map((workspace) => strange(rosters, workspace, platform))];
}

/** What no token opens, though the team file connects it. */
export function unservedVerdicts(rosters: readonly Roster[], served: readonly Platform[]): readonly Verdict[] {
  return rosters.flatMap(({ account, connections }) =>
    connections
      .filter(({ platform }) => !served.includes(platform))
      .map(({ platform }) => {
        const name = platformNames[platform];
        return warning(
          `The account ${account.key} is connected to ${name}, and no token of ${name} is set, so nothing is shown and nobody is paged there.`,
          `Set the token, or take ${platform} out of connect in your team file.`,
        );
      }),
  );
}

async function within(roster: Roster, inspector: Inspector, { id, name }: Entered, ask: Ask) {
  const whole = await ask(() => inspector.workspace(id));
  const reason = unanswered(whole);
  return [
    ...(whole.kind === 'done' ? whole.value : []),
    ...unseenVerdicts(
      reason === null ? [] : [{ name: name === '' ? id : name, reason }],
      (it) => `Could not look at ${it}`,
    ),
    ...(await channelVerdicts(roster, inspector, id, ask)),
    ...(await reachVerdicts(roster, inspector, id, ask)),
  ];
}

function connectionOn({ connections }: Roster, platform: Platform): Connection | undefined {
  return connections.find((connection) => connection.platform === platform);
}

/** One that is not known yet is taken from the token at the start, where there is one account alone. */
function workspaceOf(
  { externalId }: Connection,
  workspaces: readonly Entered[],
  accounts: number,
): Entered | undefined {
  if (externalId === null) return accounts > 1 ? undefined : workspaces[0];
  return workspaces.find(({ id }) => id === externalId);
}

function outside({ account }: Roster, id: string, platform: Platform, invite: string): Verdict {
  const place = workspaceNames[platform];
  return wrong(
    `Reveille is not in the ${place} ${id}, to which the account ${account.key} is connected.`,
    `Let it in: ${invite} Or name another ${place} under connect in your team file.`,
  );
}

function strange(rosters: readonly Roster[], workspace: Entered, platform: Platform): Verdict {
  const connected = rosters.some((roster) => connectionOn(roster, platform) !== undefined);
  const todo = `Set it in the team file: connect: { ${writtenId(platform, workspace.id)} }`;
  const label = withId(workspace);
  if (connected || rosters.length > 1) {
    return wrong(`No account is connected to ${label}, the ${workspaceNames[platform]} of the token.`, todo);
  }
  return warning(`${label} is not connected to an account yet; with one account, the next start does it.`, todo);
}
