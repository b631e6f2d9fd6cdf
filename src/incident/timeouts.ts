import type { Store, Tx } from '../db/store.ts';
import { type AnyWorker, type Later, worker } from '../job/job.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import { serviceById } from '../service/store.ts';
import { timersOf } from './due.ts';
import { lockOpenOfService, moveVersion } from './store.ts';
import { jobOf, timeoutsKind } from './timers.ts';

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly later: Later;
  /** The cards of this incident say something else now. Fulfilled by `app.ts`. */
  readonly changed: (tx: Tx, incidentId: string, now: Instant) => Promise<void>;
}

/** So many incidents in one transaction: a service that burns has thousands, and alerts must not wait for all of them. */
const batch = 100;

/**
 * Gives the open incidents of a service the timers that its timeouts ask for now: whatever was opened or acknowledged before
 * a timeout was set has none, and one that waits for a longer time rings too late.
 */
export function timeoutsWorker(deps: Deps): AnyWorker {
  return worker({
    kind: timeoutsKind,
    work: async (job) => {
      const { accountId, serviceId } = job.payload;
      let from: number | null = 0;
      while (from !== null) {
        const after: number = from;
        from = await deps.store.transaction(async (tx) => {
          const last = await arm(tx, deps, { accountId, serviceId, after });
          if (last === null) await job.done(tx);
          return last;
        });
      }
    },
  });
}

/**
 * Returns the number of the last incident that was looked at. Null: there are no more. Whoever acknowledges one meanwhile may
 * know the old timeout only, so they are waited for.
 */
async function arm(
  tx: Tx,
  deps: Deps,
  { accountId, serviceId, after }: { accountId: string; serviceId: string; after: number },
): Promise<number | null> {
  const service = await serviceById(tx, accountId, serviceId);
  if (service === null) return null;
  const open = await lockOpenOfService(tx, service, { after, limit: batch });
  for (const incident of open) {
    for (const timer of timersOf(incident, service.timeouts)) await deps.later(tx, jobOf(incident, timer));
    // The others do not say on their cards when a timeout ends them.
    if (incident.state.status !== 'acknowledged') continue;
    await moveVersion(tx, incident.id);
    await deps.changed(tx, incident.id, deps.clock());
  }
  return open.length < batch ? null : (open.at(-1)?.number ?? null);
}
