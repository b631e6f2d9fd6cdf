import { connectionByWorkspace, connectionOfAccount, insertConnection, saveConnection } from '../account/store.ts';
import type { TeamFile } from './shape.ts';
import type { Work } from './work.ts';

/** The account's Slack, as far as the file names it or uses it. Its workspace may be told later, by the token. */
export async function applyConnection(work: Work, file: TeamFile): Promise<string | null> {
  const { tx, account } = work;
  const workspace = file.connect?.slack ?? null;
  const current = await connectionOfAccount(tx, account.id, 'slack');
  if (workspace !== null) {
    const other = await connectionByWorkspace(tx, 'slack', workspace);
    if (other !== null && other.accountId !== account.id) {
      work.conflicts.push({ path: ['connect', 'slack'], message: 'is connected to another account already' });
      return null;
    }
  }
  if (current === null) {
    if (workspace === null && !uses(file)) return null;
    const id = work.deps.newId('con');
    await insertConnection(tx, { id, accountId: account.id, platform: 'slack', externalId: workspace, name: null });
    work.changes.push(workspace === null ? 'add Slack' : `connect Slack ${workspace}`);
    return id;
  }
  if (workspace !== null && current.externalId !== workspace) {
    await saveConnection(tx, current.id, { externalId: workspace, name: null });
    work.changes.push(`connect Slack ${workspace}`);
  }
  return current.id;
}

function uses(file: TeamFile): boolean {
  return (
    file.notices?.slack !== undefined ||
    Object.values(file.people).some((person) => person.slack !== undefined) ||
    Object.values(file.services).some((service) => service.channel.slack !== undefined)
  );
}
