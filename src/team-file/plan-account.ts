import type { Platform } from '../account/platform.ts';
import { insertAccount, insertConnection, saveConnection, saveNotices } from '../account/store.ts';
import type { Change } from './commands.ts';
import { difference } from './difference.ts';
import type { Planning } from './planning.ts';
import type { TeamFile } from './shape.ts';

/** The account itself, and where its owners are told. */
export function planAccount(planning: Planning): void {
  const { state, file, now } = planning;
  const { account } = state;
  const about = { section: 'account', key: account.key } as const;
  if (state.isNew) {
    const add: Change = { ...about, noun: 'account', action: 'add', fields: [] };
    planning.steps.push({ changes: [add], run: (tx) => insertAccount(tx, account, now) });
  }
  const { notices } = file;
  if (notices === undefined) return;
  const fields = difference(account.notices, notices);
  if (fields.length === 0) return;
  const change: Change = { ...about, noun: 'notices', action: 'change', fields };
  planning.steps.push({ changes: [change], run: (tx) => saveNotices(tx, account.id, notices) });
}

/**
 * The account's Slack or Discord, as far as the file names it or uses it. Its workspace may be told later, by the token.
 * Returns its id.
 */
export function planConnection(planning: Planning, platform: Platform): string | null {
  const { state, file, taken, deps } = planning;
  const workspace = file.connect?.[platform] ?? null;
  const current = state.connections.find((connection) => connection.platform === platform);
  if (taken.workspaces.has(platform)) {
    planning.conflicts.push({ path: ['connect', platform], message: 'is connected to another account already' });
    return null;
  }
  const change = (from: string | null): Change => ({
    section: 'account',
    noun: platform,
    key: workspace ?? '',
    action: 'connect',
    fields: from === null ? [] : [{ name: 'workspace', from, to: workspace }],
  });
  if (current === undefined) {
    if (workspace === null && !uses(file, platform)) return null;
    const id = deps.newId('con');
    const row = { id, accountId: state.account.id, platform, externalId: workspace, name: null };
    planning.steps.push({ changes: [change(null)], run: (tx) => insertConnection(tx, row) });
    return id;
  }
  if (workspace !== null && current.externalId !== workspace) {
    planning.steps.push({
      changes: [change(current.externalId)],
      run: (tx) => saveConnection(tx, current.id, { externalId: workspace, name: null }),
    });
  }
  return current.id;
}

function uses(file: TeamFile, platform: Platform): boolean {
  return (
    file.notices?.[platform] !== undefined ||
    Object.values(file.people).some((person) => person[platform] !== undefined) ||
    Object.values(file.services).some((service) => service.channel[platform] !== undefined)
  );
}
