import type { Account } from '../account/account.ts';
import type { Actor } from '../account/actor.ts';
import { may } from '../account/may.ts';
import { accountByKey, insertAccount, saveNotices } from '../account/store.ts';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { applyConnection } from './apply-connection.ts';
import { applyPeople } from './apply-people.ts';
import { applyPolicies } from './apply-policies.ts';
import { applyServices } from './apply-services.ts';
import type { Applied } from './commands.ts';
import type { TeamFile } from './shape.ts';

export interface ApplyDeps {
  readonly newId: NewId;
  /** A fresh integration key. */
  readonly makeKey: () => string;
}

/** What is wrong with the file in this account: the path in the file, and words. */
export interface Conflict {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type ApplyRefusal =
  | { readonly code: 'not-permitted' }
  | { readonly code: 'conflicts'; readonly conflicts: readonly Conflict[] };

/** What one apply gathers on its way. */
export interface Work {
  readonly tx: Tx;
  readonly deps: ApplyDeps;
  readonly now: Instant;
  readonly account: Account;
  readonly changes: string[];
  readonly conflicts: Conflict[];
  readonly madeKeys: { service: string; name: string; value: string }[];
}

/** Makes the account as the file says. Nothing that the file leaves out is touched. All or nothing: the caller rolls back a refusal. */
export async function applyTeamFile(
  tx: Tx,
  deps: ApplyDeps,
  who: Pick<Actor, 'who' | 'role'>,
  file: TeamFile,
  now: Instant,
): Promise<Result<Applied, ApplyRefusal>> {
  const found = await accountByKey(tx, file.account);
  const account = found ?? { id: deps.newId('acc'), key: file.account, notices: {} };
  if (!may({ ...who, accountId: account.id }, 'own')) return no({ code: 'not-permitted' });
  const work: Work = { tx, deps, now, account, changes: [], conflicts: [], madeKeys: [] };
  if (found === null) {
    await insertAccount(tx, account, now);
    work.changes.push(`add account ${account.key}`);
  }
  if (file.notices !== undefined && file.notices.slack !== account.notices.slack) {
    await saveNotices(tx, account.id, { ...account.notices, ...file.notices });
    work.changes.push('change where owners are told');
  }
  const connectionId = await applyConnection(work, file);
  const people = await applyPeople(work, file, connectionId);
  const policies = await applyPolicies(work, file, people);
  await applyServices(work, file, policies);
  if (work.conflicts.length > 0) return no({ code: 'conflicts', conflicts: work.conflicts });
  return ok({ accountId: account.id, changes: work.changes, madeKeys: work.madeKeys });
}
