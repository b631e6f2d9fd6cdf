import type { Fact } from '../event/event.ts';
import type { Timeouts } from '../service/service.ts';
import { newTimers, type Timer } from './due.ts';
import type { Incident, State } from './incident.ts';

/** What a decision must know beside the incident. */
export interface Facts {
  /** Those of the policy's people who can be paged now: alive and enabled. */
  readonly present: ReadonlySet<string>;
  /** The number of another open incident with this key; only a reopening asks. */
  readonly openTwin: number | null;
  /** Of the service, as it is now. */
  readonly timeouts: Timeouts;
}

/** What becomes of the incident. */
export interface Change {
  readonly next: Incident;
  readonly facts: readonly Fact[];
  /** Who has it from now on; null: as before. */
  readonly assign: { readonly why: 'rule' | 'acknowledged'; readonly people: readonly string[] } | null;
}

export interface Decision extends Change {
  /** Those that `next` has and the incident before it had not. */
  readonly timers: readonly Timer[];
}

export function decided(before: Incident | null, change: Change, facts: Facts): Decision {
  return { ...change, timers: newTimers(before, change.next, facts.timeouts) };
}

export function inState(incident: Incident, state: State): Incident {
  return { ...incident, state };
}

export function said(next: Incident, ...facts: readonly Fact[]): Change {
  return { next, facts, assign: null };
}

/** The same, said after `fact`. */
export function after(fact: Fact, change: Change): Change {
  return { ...change, facts: [fact, ...change.facts] };
}
