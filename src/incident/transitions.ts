import { hours, minutes } from '../lib/clock.ts';
import type { State, Status } from './incident.ts';

export const verbs = ['acknowledge', 'resolve', 'escalate', 'give-back', 'snooze', 'wake', 'reopen', 'note'] as const;
export type Verb = (typeof verbs)[number];

/** Its state as people call it: snoozed is acknowledged with an end. */
export type Condition = Status | 'snoozed';

export function conditionOf(state: State): Condition {
  return state.status === 'acknowledged' && state.until !== null ? 'snoozed' : state.status;
}

/** What may be done in which state. Buttons, commands and tests read this same table. */
export const legal: Readonly<Record<Condition, readonly Verb[]>> = {
  triggered: ['acknowledge', 'resolve', 'escalate', 'snooze', 'note'],
  acknowledged: ['resolve', 'escalate', 'give-back', 'snooze', 'note'],
  snoozed: ['wake', 'resolve', 'escalate', 'snooze', 'note'],
  resolved: ['reopen', 'note'],
};

/** How long after its end an incident may be reopened. */
export const reopenWithin = minutes(30);

/** How long an incident may be snoozed, from when it is asked. */
export const snoozeSpan = { shortest: minutes(1), longest: hours(7 * 24) } as const;
