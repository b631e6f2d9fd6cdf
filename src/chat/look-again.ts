import type { Store } from '../db/store.ts';
import { type AnyWorker, type Later, worker } from '../job/job.ts';
import { type Clock, hours, minutes } from '../lib/clock.ts';
import { closedKind, closedOf, flushOf } from './kinds.ts';
import { closedSince, tryClosed } from './place/store.ts';

/** Milliseconds between two looks at most. One card is tried for each, so a hundred closed channels ask for 400 calls in an hour. */
const longest = minutes(15);

/** Whoever keeps us out over a weekend may let us in again; after that the next new card finds it out. */
const patience = hours(72);

/**
 * Looks whether a channel that was closed to us is open again, after 1, 2, 4 … 15 min: by showing the newest card that waits
 * there. Where that is shown, the others follow; where it is not, nobody is told once more.
 */
export function lookAgainWorker(deps: { store: Store; clock: Clock; later: Later }): AnyWorker {
  return worker({
    kind: closedKind,
    work: (job) =>
      deps.store.transaction(async (tx) => {
        const { connectionId, channel, wait } = job.payload;
        const now = deps.clock();
        const since = await closedSince(tx, { connectionId, channel });
        if (since !== null && now - since < patience) {
          for (const place of await tryClosed(tx, connectionId, channel)) await deps.later(tx, flushOf(place, now));
          await deps.later(tx, closedOf({ connectionId, channel }, now, Math.min(2 * wait, longest)));
        }
        await job.done(tx);
      }),
  });
}
