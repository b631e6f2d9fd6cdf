import { type Instant, spoken } from '../lib/clock.ts';
import { isLast } from '../policy/walk.ts';
import { after, type Change, type Decision, decided, type Facts, inState } from './decision.ts';
import { acknowledgementDue, dueAt, quietDue, quietSince } from './due.ts';
import type { Incident } from './incident.ts';
import { again, exhaust, take } from './step.ts';

/** What a timer comes to when it rings. */
export type Timed =
  /** The incident has moved on without this timer. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'too-early'; readonly due: Instant }
  | { readonly kind: 'decided'; readonly decision: Decision };

/** The wait of step `step` is over: the next rule, or nobody is left. */
export function waited(incident: Incident, step: number, facts: Facts, now: Instant): Timed {
  if (incident.step !== step) return { kind: 'outdated' };
  return timed(incident, dueAt(incident), facts, now, () =>
    isLast(incident.policy, incident.position) ? exhaust(incident) : take(incident, incident.position + 1, facts, now),
  );
}

/** Nothing was heard since it was acknowledged at `at`: whoever has it may be asleep. */
export function expired(incident: Incident, at: Instant, facts: Facts, now: Instant): Timed {
  const { state } = incident;
  if (state.status !== 'acknowledged' || state.at !== at) return { kind: 'outdated' };
  return timed(incident, acknowledgementDue(incident, facts.timeouts), facts, now, () => {
    const data = { silence: now - incident.heardAt };
    return after({ name: 'incident.acknowledgement_expired', data }, again(incident, facts, now));
  });
}

/** It was snoozed until `until`. */
export function snoozed(incident: Incident, until: Instant, facts: Facts, now: Instant): Timed {
  const { state } = incident;
  if (state.status !== 'acknowledged' || state.until !== until) return { kind: 'outdated' };
  return timed(incident, until, facts, now, () =>
    after({ name: 'incident.woken', data: {} }, again(incident, facts, now)),
  );
}

/** Neither an alert came nor anybody did anything about it for so long that it must be over. */
export function quieted(incident: Incident, facts: Facts, now: Instant): Timed {
  return timed(incident, quietDue(incident, facts.timeouts), facts, now, () => {
    const { triggeredAt } = incident.state;
    const because = `quiet for ${spoken(now - quietSince(incident))}`;
    return {
      next: inState(incident, { status: 'resolved', triggeredAt, by: { kind: 'timer' }, at: now, because }),
      facts: [{ name: 'incident.resolved', data: { because } }],
      assign: { why: 'acknowledged', people: [] },
    };
  });
}

function timed(incident: Incident, due: Instant | null, facts: Facts, now: Instant, change: () => Change): Timed {
  if (due === null) return { kind: 'outdated' };
  if (now < due) return { kind: 'too-early', due };
  return { kind: 'decided', decision: decided(incident, change(), facts) };
}
