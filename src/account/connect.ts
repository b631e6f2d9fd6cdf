import type { Tx } from '../db/store.ts';
import type { NewId } from '../lib/ids.ts';
import { no, ok, type Result } from '../lib/result.ts';
import type { Connection } from './account.ts';
import { type Platform, workspaceNames, writtenId } from './platform.ts';
import { accounts, connectionByWorkspace, connectionOfAccount, insertConnection, saveConnection } from './store.ts';

export interface ConnectRefusal {
  readonly code: 'no-account' | 'several-accounts' | 'other-workspace';
  readonly message: string;
}

/** The workspace that a token belongs to is known, or the only account takes it in. */
export async function connectWorkspace(
  tx: Tx,
  told: { platform: Platform; workspace: string; name: string; newId: NewId },
): Promise<Result<Connection, ConnectRefusal>> {
  const { platform, workspace, name } = told;
  const what = workspaceNames[platform];
  const known = await connectionByWorkspace(tx, platform, workspace);
  if (known !== null) {
    if (known.name !== name) await saveConnection(tx, known.id, { name });
    return ok({ ...known, name });
  }
  const [account, ...others] = await accounts(tx);
  if (account === undefined) {
    const message = `There is no account yet, so the ${what} ${name} (${workspace}) is not connected. Apply a team file: npm run -s reveille -- apply team.yaml`;
    return no({ code: 'no-account', message });
  }
  if (others.length > 0) {
    const message = `There are several accounts, and none of them names the ${what} ${name} (${workspace}). Set it in the team file: connect: { ${writtenId(platform, workspace)} }`;
    return no({ code: 'several-accounts', message });
  }
  const current = await connectionOfAccount(tx, account.id, platform);
  if (current === null) {
    const made: Connection = { id: told.newId('con'), accountId: account.id, platform, externalId: workspace, name };
    await insertConnection(tx, made);
    return ok(made);
  }
  if (current.externalId !== null) {
    const message = `The account ${account.key} is connected to the ${what} ${current.name ?? current.externalId}, but the token belongs to ${name} (${workspace}). Use that ${what}'s token, or set it in the team file: connect: { ${writtenId(platform, workspace)} }`;
    return no({ code: 'other-workspace', message });
  }
  await saveConnection(tx, current.id, { externalId: workspace, name });
  return ok({ ...current, externalId: workspace, name });
}
