import type { Store } from '../db/store.ts';
import { type AnyWorker, type Later, worker } from '../job/job.ts';
import type { Clock } from '../lib/clock.ts';
import { redrawKind } from './kinds.ts';
import { wantRedraw } from './want.ts';

/** A card that may wait has waited: its counter is brought up to date, or buttons go that have had their time. */
export function redrawWorker(deps: { store: Store; clock: Clock; later: Later }): AnyWorker {
  return worker({
    kind: redrawKind,
    work: (job) =>
      deps.store.transaction(async (tx) => {
        for (const flush of await wantRedraw(tx, job.payload.incidentId, deps.clock())) await deps.later(tx, flush);
        await job.done(tx);
      }),
  });
}
