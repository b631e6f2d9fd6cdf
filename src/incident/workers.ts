import { timerActor } from '../account/actor.ts';
import type { Store } from '../db/store.ts';
import { type AnyWorker, worker } from '../job/job.ts';
import type { Clock } from '../lib/clock.ts';
import { carryOut, factsOf, type IncidentDeps } from './apply.ts';
import { waited } from './decide.ts';
import { lockIncident } from './store.ts';
import { escalationKind } from './timers.ts';

/** Takes the next step when the wait of one is over and nobody has answered. */
export function escalationWorker(deps: IncidentDeps & { store: Store; clock: Clock }): AnyWorker {
  return worker({
    kind: escalationKind,
    work: (job) =>
      deps.store.transaction(async (tx) => {
        const { accountId, incidentId, step } = job.payload;
        const incident = await lockIncident(tx, accountId, { id: incidentId });
        if (incident === null) return await job.done(tx);
        const now = deps.clock();
        const timed = waited(incident, step, await factsOf(tx, incident), now);
        if (timed.kind === 'too-early') return await job.again(tx, timed.due);
        if (timed.kind === 'decided') {
          await carryOut(tx, deps, incident, timed.decision, timerActor(accountId), now);
        }
        return await job.done(tx);
      }),
  });
}
