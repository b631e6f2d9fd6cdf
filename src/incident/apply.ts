import type { Actor } from '../account/actor.ts';
import type { Tx } from '../db/store.ts';
import type { Event, Publish } from '../event/event.ts';
import { insertEvents } from '../event/store.ts';
import type { Later } from '../job/job.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { presentPeople } from '../person/store.ts';
import type { Service } from '../service/service.ts';
import { serviceById } from '../service/store.ts';
import type { Decision, Facts } from './decision.ts';
import type { Incident } from './incident.ts';
import { assign, holdersOf, insertIncident, saveIncident } from './store.ts';
import { jobOf } from './timers.ts';

export interface IncidentDeps {
  readonly publish: Publish;
  readonly later: Later;
  readonly newId: NewId;
  /** A known alert was said again: the card's counter is behind. Fulfilled by `app.ts`. */
  readonly repeated: (tx: Tx, incidentId: string, now: Instant) => Promise<void>;
}

/**
 * Those of the policy's people who can be paged now, and what the timeouts of its service are now. To be asked once the incident
 * is locked: whoever sets a timeout from then on finds it, and one that was set before is read here. A reopened one was not
 * open to be found, so its service is `kept`.
 */
export async function factsOf(tx: Tx, incident: Incident, kept?: Service | null): Promise<Facts> {
  const named = new Set(incident.policy.rules.flatMap((rule) => rule.targets.map((target) => target.id)));
  const service = kept ?? (await serviceById(tx, incident.accountId, incident.serviceId));
  return {
    present: await presentPeople(tx, incident.accountId, [...named]),
    openTwin: null,
    timeouts: service?.timeouts ?? { acknowledge: null, resolve: null },
  };
}

/** Saves what was decided, in the one transaction: the incident, its events in order, who has it, the timers, the hooks. */
export async function carryOut(
  tx: Tx,
  deps: IncidentDeps,
  before: Incident | null,
  decision: Decision,
  actor: Actor,
  now: Instant,
): Promise<Incident> {
  const { next } = decision;
  const first = (before?.lastPlace ?? 0) + 1;
  const events: Event[] = decision.facts.map((fact, index) => ({
    ...fact,
    id: deps.newId('evt'),
    accountId: next.accountId,
    incidentId: next.id,
    serviceId: next.serviceId,
    place: first + index,
    at: now,
    actor: actor.who,
  }));
  const saved: Incident = {
    ...next,
    version: next.version + 1,
    lastPlace: (before?.lastPlace ?? 0) + events.length,
  };
  if (before === null) await insertIncident(tx, saved);
  else await saveIncident(tx, saved, before.version);
  await insertEvents(tx, events);
  if (decision.assign !== null) {
    // Of one that was opened just now nobody had anything.
    const had = before === null ? [] : await holdersOf(tx, saved.id);
    await assign(tx, saved, { ...decision.assign, before: had }, now, () => deps.newId('asg'));
  }
  for (const timer of decision.timers) await deps.later(tx, jobOf(saved, timer));
  await deps.publish(tx, events);
  return saved;
}
