import type { Instant } from '../lib/clock.ts';
import { ruleAt } from '../policy/walk.ts';
import type { Timeouts } from '../service/service.ts';
import type { Incident } from './incident.ts';

/** Something to be looked at when it is due. Each carries what it expects, so that an outdated one does nothing. */
export type Timer =
  /** The step has waited long enough. */
  | { readonly kind: 'escalation.due'; readonly due: Instant; readonly step: number }
  /** Nothing was heard of the acknowledgement that was given at `at`. */
  | { readonly kind: 'acknowledgement.due'; readonly due: Instant; readonly at: Instant }
  | { readonly kind: 'snooze.over'; readonly due: Instant; readonly until: Instant }
  /** Quiet for so long that it must be over. Whatever is open may be. */
  | { readonly kind: 'quiet.over'; readonly due: Instant };

/** When the step it stands on has waited long enough. Null: nobody is waited for. */
export function dueAt({ state, stepAt, policy, position }: Incident): Instant | null {
  if (state.status !== 'triggered' || state.exhausted) return null;
  return stepAt + ruleAt(policy, position).wait;
}

/** When it is triggered again unless something is heard. Null: never, or it is not acknowledged; a snoozed one has its end. */
export function acknowledgementDue({ state, heardAt }: Incident, timeouts: Timeouts): Instant | null {
  if (state.status !== 'acknowledged' || state.until !== null || timeouts.acknowledge === null) return null;
  return heardAt + timeouts.acknowledge;
}

/** Since when neither an alert came nor anybody did anything about it. */
export function quietSince({ heardAt, lastAlertAt }: Incident): Instant {
  return Math.max(heardAt, lastAlertAt);
}

/** When it is resolved unless something happens. Null: never, or it is resolved. */
export function quietDue(incident: Incident, timeouts: Timeouts): Instant | null {
  if (incident.state.status === 'resolved' || timeouts.resolve === null) return null;
  return quietSince(incident) + timeouts.resolve;
}

/** Every timer that an incident in this state has. */
export function timersOf(incident: Incident, timeouts: Timeouts): readonly Timer[] {
  const { state, step } = incident;
  const timers: Timer[] = [];
  const escalation = dueAt(incident);
  if (escalation !== null) timers.push({ kind: 'escalation.due', due: escalation, step });
  if (state.status === 'acknowledged') {
    const due = acknowledgementDue(incident, timeouts);
    if (due !== null) timers.push({ kind: 'acknowledgement.due', due, at: state.at });
    if (state.until !== null) timers.push({ kind: 'snooze.over', due: state.until, until: state.until });
  }
  const quiet = quietDue(incident, timeouts);
  if (quiet !== null) timers.push({ kind: 'quiet.over', due: quiet });
  return timers;
}

/** Those that `before` had not. One that expects the same is there already: it looks at the time anew when it rings. */
export function newTimers(before: Incident | null, next: Incident, timeouts: Timeouts): readonly Timer[] {
  const there = new Set(before === null ? [] : timersOf(before, timeouts).map(expectation));
  return timersOf(next, timeouts).filter((timer) => !there.has(expectation(timer)));
}

function expectation(timer: Timer): string {
  return JSON.stringify({ ...timer, due: null });
}
