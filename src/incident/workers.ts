import { timerActor } from '../account/actor.ts';
import type { Store } from '../db/store.ts';
import { type AnyWorker, type JobKind, worker } from '../job/job.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import { carryOut, factsOf, type IncidentDeps } from './apply.ts';

import type { Facts } from './decision.ts';
import type { Incident } from './incident.ts';
import { lockIncident } from './store.ts';
import { expired, quieted, snoozed, type Timed, waited } from './timed.ts';
import { acknowledgementKind, escalationKind, quietKind, snoozeKind } from './timers.ts';

type Deps = IncidentDeps & { readonly store: Store; readonly clock: Clock };

/** Those that move an incident on when nobody does: a wait is over, an acknowledgement, a snooze, or the whole incident. */
export function timerWorkers(deps: Deps): readonly AnyWorker[] {
  return [
    timerWorker(deps, escalationKind, (incident, { step }, facts, now) => waited(incident, step, facts, now)),
    timerWorker(deps, acknowledgementKind, (incident, { at }, facts, now) => expired(incident, at, facts, now)),
    timerWorker(deps, snoozeKind, (incident, { until }, facts, now) => snoozed(incident, until, facts, now)),
    timerWorker(deps, quietKind, (incident, _, facts, now) => quieted(incident, facts, now)),
  ];
}

function timerWorker<P extends { readonly accountId: string; readonly incidentId: string }>(
  deps: Deps,
  kind: JobKind<P>,
  ring: (incident: Incident, expected: P, facts: Facts, now: Instant) => Timed,
): AnyWorker {
  return worker({
    kind,
    work: (job) =>
      deps.store.transaction(async (tx) => {
        const { accountId, incidentId } = job.payload;
        const incident = await lockIncident(tx, accountId, { id: incidentId });
        if (incident === null) return await job.done(tx);
        const now = deps.clock();
        const timed = ring(incident, job.payload, await factsOf(tx, incident), now);
        if (timed.kind === 'too-early') return await job.again(tx, timed.due);
        if (timed.kind === 'decided') {
          await carryOut(tx, deps, incident, timed.decision, timerActor(accountId), now);
        }
        return await job.done(tx);
      }),
  });
}
