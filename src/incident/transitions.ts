import { minutes } from '../lib/clock.ts';
import type { Status } from './incident.ts';

export const verbs = ['acknowledge', 'resolve', 'escalate', 'give-back', 'reopen', 'note'] as const;
export type Verb = (typeof verbs)[number];

/** What may be done in which state. Buttons, commands and tests read this same table. */
export const legal: Readonly<Record<Status, readonly Verb[]>> = {
  triggered: ['acknowledge', 'resolve', 'escalate', 'note'],
  acknowledged: ['resolve', 'escalate', 'give-back', 'note'],
  resolved: ['reopen', 'note'],
};

/** How long after its end an incident may be reopened. */
export const reopenWithin = minutes(30);
