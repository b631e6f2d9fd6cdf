import type { Actor } from '../account/actor.ts';
import { may } from '../account/may.ts';
import { insertAccount, lockAccount, saveNotices } from '../account/store.ts';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { applyConnection } from './apply-connection.ts';
import { applyPeople } from './apply-people.ts';
import { applyPolicies } from './apply-policies.ts';
import { applyServices } from './apply-services.ts';
import type { Applied } from './commands.ts';
import type { TeamFile } from './shape.ts';
import type { Conflict, Work } from './work.ts';

export type ApplyDeps = Work['deps'];

export type ApplyRefusal =
  | { readonly code: 'not-permitted' }
  | { readonly code: 'conflicts'; readonly conflicts: readonly Conflict[] };

/** Makes the account as the file says. Nothing that the file leaves out is touched. All or nothing: the caller rolls back a refusal. */
export async function applyTeamFile(
  tx: Tx,
  deps: ApplyDeps,
  who: Pick<Actor, 'who' | 'role'>,
  file: TeamFile,
  now: Instant,
): Promise<Result<Applied, ApplyRefusal>> {
  const found = await lockAccount(tx, file.account);
  const account = found ?? { id: deps.newId('acc'), key: file.account, notices: {} };
  if (!may({ ...who, accountId: account.id }, 'own')) return no({ code: 'not-permitted' });
  const work: Work = { tx, deps, now, account, changes: [], conflicts: [], madeKeys: [] };
  if (found === null) {
    await insertAccount(tx, account, now);
    work.changes.push(`add account ${account.key}`);
  }
  if (file.notices !== undefined && file.notices.slack !== account.notices.slack) {
    await saveNotices(tx, account.id, file.notices);
    work.changes.push('change where owners are told');
  }
  const connectionId = await applyConnection(work, file);
  const people = await applyPeople(work, file, connectionId);
  const policies = await applyPolicies(work, file, people);
  await applyServices(work, file, policies);
  if (work.conflicts.length > 0) return no({ code: 'conflicts', conflicts: work.conflicts });
  return ok({ accountId: account.id, changes: work.changes, madeKeys: work.madeKeys });
}
