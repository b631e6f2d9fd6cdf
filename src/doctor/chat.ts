import { workspaceNames, writtenId } from '../account/platform.ts';
import { channelVerdicts } from './channels.ts';
import { type PatienceDeps, patiently } from './patience.ts';
import { fine, type Inspector, type Verdict, warning, wrong } from './port.ts';
import { reachVerdicts } from './reach.ts';
import type { Roster } from './roster.ts';

/** Asks the platform itself: does it take us in, are our channels there, can our people be written to? */
export async function chatVerdicts(
  rosters: readonly Roster[],
  inspector: Inspector,
  deps: PatienceDeps,
): Promise<readonly Verdict[]> {
  const { verdicts, workspace } = await inspector.enter();
  if (workspace === null) return verdicts;
  const ask = patiently(deps);
  const label = workspace.name === '' ? workspace.id : `${workspace.name} (${workspace.id})`;
  const found: Verdict[] = [...verdicts];
  let ours = false;
  for (const roster of rosters) {
    const connection = roster.connections.find(({ platform }) => platform === inspector.platform);
    if (connection === undefined) continue;
    // A workspace that is not known yet is taken from the token at the start, where there is one account alone.
    if (connection.externalId !== workspace.id && (connection.externalId !== null || rosters.length > 1)) continue;
    ours = true;
    found.push(fine(`The account ${roster.account.key} is connected to ${label}.`));
    found.push(...(await channelVerdicts(roster, inspector, ask)));
    found.push(...(await reachVerdicts(roster, inspector, ask)));
  }
  return ours ? found : [...found, strange(rosters, label, workspace.id, inspector.platform)];
}

function strange(rosters: readonly Roster[], label: string, id: string, platform: Inspector['platform']): Verdict {
  const connected = rosters.some(({ connections }) => connections.some((each) => each.platform === platform));
  const todo = `Set it in the team file: connect: { ${writtenId(platform, id)} }`;
  if (connected || rosters.length > 1) {
    return wrong(`No account is connected to ${label}, the ${workspaceNames[platform]} of the token.`, todo);
  }
  return warning(`${label} is not connected to an account yet; with one account, the next start does it.`, todo);
}
