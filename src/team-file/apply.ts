import type { Actor } from '../account/actor.ts';
import { may } from '../account/may.ts';

import { accountByKey, lockAccount } from '../account/store.ts';
import type { Reader, Tx } from '../db/store.ts';

import type { Instant } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import type { Applied, Change } from './commands.ts';
import { type Plan, planTeamFile } from './plan.ts';
import type { Conflict, PlanDeps } from './planning.ts';
import type { TeamFile } from './shape.ts';
import { newState, nothingTaken, readState, readTaken } from './state.ts';

export type ApplyDeps = PlanDeps;
export type Who = Pick<Actor, 'who' | 'role'>;

export type ApplyRefusal =
  | { readonly code: 'not-permitted' }
  | { readonly code: 'conflicts'; readonly conflicts: readonly Conflict[] }
  /** There is more to delete now than was agreed to. */
  | { readonly code: 'changed-meanwhile' };

/** What applying would do. `reader` null: there is no database yet. */
export async function lookAhead(
  reader: Reader | null,
  deps: ApplyDeps,
  who: Who,
  file: TeamFile,
  now: Instant,
  prune = false,
): Promise<Result<Plan & { readonly accountId: string }, ApplyRefusal>> {
  const found = reader === null ? null : await accountByKey(reader, file.account);
  const account = found ?? { id: deps.newId('acc'), key: file.account, notices: {} };
  if (!may({ ...who, accountId: account.id }, 'own')) return no({ code: 'not-permitted' });
  const state = reader === null || found === null ? newState(account.id, account.key) : await readState(reader, found);
  const taken = reader === null ? nothingTaken : await readTaken(reader, account, file);
  const plan = planTeamFile(state, taken, file, { deps, now, prune });
  return plan.ok ? ok({ ...plan.value, accountId: account.id }) : no({ code: 'conflicts', conflicts: plan.refusal });
}

/**
 * Makes the account as the file says. What the file leaves out is not touched, or deleted where that was agreed to. All or
 * nothing: the caller rolls back a refusal.
 */
export async function applyTeamFile(
  tx: Tx,
  deps: ApplyDeps,
  who: Who,
  file: TeamFile,
  now: Instant,
  prune: { readonly agreed: readonly Change[] } | null = null,
): Promise<Result<Applied, ApplyRefusal>> {
  // One team file at a time: what the plan was made from stays so until it is carried out.
  await lockAccount(tx, file.account);
  const plan = await lookAhead(tx, deps, who, file, now, prune !== null);
  if (!plan.ok) return plan;
  const { accountId, changes, deletions, madeKeys } = plan.value;
  const agreed = new Set(prune?.agreed.map((change) => JSON.stringify(change)));
  if (deletions.some((change) => !agreed.has(JSON.stringify(change)))) return no({ code: 'changed-meanwhile' });
  await plan.value.run(tx);
  return ok({ accountId, changes, madeKeys });
}
