import { platforms } from '../account/platform.ts';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { asFile, written } from './as-file.ts';
import type { Applied, Change } from './commands.ts';
import { goneOf, nothingGone } from './gone.ts';
import { keepAnOwner } from './keep-an-owner.ts';
import { planAccount, planConnection } from './plan-account.ts';
import { planDeletions } from './plan-deletions.ts';
import { planPeople } from './plan-people.ts';
import { planPolicies } from './plan-policies.ts';
import { planServices } from './plan-services.ts';
import type { Conflict, PlanDeps, Planning } from './planning.ts';
import type { TeamFile } from './shape.ts';
import type { State, Taken } from './state.ts';

/** What is to be done to make an account as a file says. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Those of the changes that delete. */
  readonly deletions: readonly Change[];
  /** What the keys will be that are made where the file gives no value. */
  readonly madeKeys: Applied['madeKeys'];
  /** Writes all of it, and nothing else. */
  run(tx: Tx): Promise<void>;
}

/** Pure but for ids and keys: two plans of the same state and file say the same, so that what was shown is what is done. */
export function planTeamFile(
  state: State,
  taken: Taken,
  file: TeamFile,
  how: { readonly deps: PlanDeps; readonly now: Instant; readonly prune: boolean },
): Result<Plan, readonly Conflict[]> {
  const { deps, now, prune } = how;
  const planning: Planning = {
    deps,
    now,
    file,
    state,
    taken,
    gone: prune ? goneOf(state, file) : nothingGone,
    before: asFile(calledAs(state, file)),
    after: written(file),
    steps: [],
    conflicts: [],
    madeKeys: [],
  };
  planAccount(planning);
  const connections = platforms.flatMap((platform) => {
    const id = planConnection(planning, platform);
    return id === null ? [] : [{ platform, id }];
  });
  const people = planPeople(planning, connections);
  const policies = planPolicies(planning, people);
  planServices(planning, policies);
  // What else is wrong with people comes first: it may be why there is no owner.
  if (planning.conflicts.length === 0) keepAnOwner(planning);
  const deletions = planDeletions(planning);
  if (planning.conflicts.length > 0) return no(planning.conflicts);
  // What goes makes room first: its keys, its values and its ids in chat are free then.
  const steps = [...deletions, ...planning.steps];
  return ok({
    changes: bySection([...planning.steps, ...deletions].flatMap(({ changes }) => changes)),
    deletions: deletions.flatMap(({ changes }) => changes),
    madeKeys: planning.madeKeys,
    run: async (tx) => {
      for (const { run } of steps) await run(tx);
    },
  });
}

/** The account with the names that the file gives, so that a new name alone is no change of those who refer to it. */
function calledAs(state: State, file: TeamFile): State {
  return {
    ...state,
    people: renamed(state.people, file.people),
    policies: renamed(state.policies, file.policies),
    services: renamed(state.services, file.services),
  };
}

function renamed<R extends { readonly key: string }>(
  rows: readonly R[],
  entries: Readonly<Record<string, { readonly was?: string | undefined }>>,
): readonly R[] {
  const keys = new Set(rows.map(({ key }) => key));
  const names = new Map(Object.entries(entries).map(([key, { was }]) => [was, key]));
  return rows.map((row) => {
    const name = names.get(row.key);
    return name === undefined || keys.has(name) ? row : { ...row, key: name };
  });
}

const sections: readonly Change['section'][] = ['account', 'people', 'policies', 'services'];

function bySection(changes: readonly Change[]): readonly Change[] {
  return sections.flatMap((section) => changes.filter((change) => change.section === section));
}
