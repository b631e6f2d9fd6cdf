import { timeoutsChanged } from '../incident/timers.ts';
import { rowOf, serviceColumns } from './columns.ts';
import { type Known, planEntries, unknown } from './plan-entries.ts';
import { planKeys } from './plan-keys.ts';
import type { Planning } from './planning.ts';
import { insertService, saveService } from './store.ts';

/** The services of the file, with their keys. */
export function planServices(planning: Planning, policies: Known): void {
  const { file, state, now } = planning;
  const accountId = state.account.id;
  const before = new Map(state.services.map((service) => [service.id, service]));
  const { ids } = planEntries(planning, {
    section: 'services',
    noun: 'service',
    prefix: 'svc',
    entries: file.services,
    rows: state.services,
    write: (key, entry, id) => {
      const policyId = policyOf(planning, key, entry.policy, policies);
      const row = { key, ...rowOf(serviceColumns, entry), policyId };
      return {
        insert: (tx) => insertService(tx, { id, accountId, createdAt: now, ...row }),
        save: async (tx) => {
          await saveService(tx, id, row);
          if (timed(before.get(id)) !== timed(row)) await planning.deps.later(tx, timeoutsChanged(accountId, id, now));
        },
      };
    },
  });
  planKeys(planning, ids);
}

/** What is open is to be told when this becomes another. */
function timed(service?: { acknowledgeTimeout: number | null; autoResolve: number | null }): string {
  return `${service?.acknowledgeTimeout} ${service?.autoResolve}`;
}

function policyOf(planning: Planning, key: string, policy: string | undefined, policies: Known): string | null {
  if (policy === undefined) return null;
  const id = policies.ids.get(policy);
  if (id !== undefined) return id;
  planning.conflicts.push({ path: ['services', key, 'policy'], message: unknown('policy', policy, policies) });
  return null;
}
