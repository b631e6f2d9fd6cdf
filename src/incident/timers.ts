import { z } from 'zod';
import type { JobKind, NewJob } from '../job/job.ts';
import { type Instant, seconds } from '../lib/clock.ts';
import type { Timer } from './due.ts';
import type { Incident } from './incident.ts';

const about = { accountId: z.string(), incidentId: z.string() };
type About = { readonly accountId: string; readonly incidentId: string };

/** The wait of a step is over. It carries the step it expects, so that an outdated one does nothing. */
export const escalationKind: JobKind<About & { step: number }> = {
  name: 'escalation.due',
  payload: z.strictObject({ ...about, step: z.number() }),
  concurrency: 8,
};

/** Nothing may have been heard of the acknowledgement that was given at `at`. */
export const acknowledgementKind: JobKind<About & { at: Instant }> = {
  name: 'acknowledgement.due',
  payload: z.strictObject({ ...about, at: z.number() }),
  concurrency: 4,
};

/** The snooze that was to end at `until` is over. */
export const snoozeKind: JobKind<About & { until: Instant }> = {
  name: 'snooze.over',
  payload: z.strictObject({ ...about, until: z.number() }),
  concurrency: 4,
};

/** It may have been quiet long enough. It expects nothing but that the incident is open. */
export const quietKind: JobKind<About> = {
  name: 'quiet.over',
  payload: z.strictObject(about),
  concurrency: 2,
};

/** One of a kind for an incident: a later wish is folded into the one that waits, and that one looks at the time anew. */
export function jobOf({ id: incidentId, accountId }: Incident, { kind, due, ...expected }: Timer): NewJob {
  return { kind, key: incidentId, due, payload: { accountId, incidentId, ...expected } };
}

/** The timeouts of a service were changed: its open incidents need other timers, and their cards say other times. */
export const timeoutsKind: JobKind<{ accountId: string; serviceId: string }> = {
  name: 'timeouts.changed',
  payload: z.strictObject({ accountId: z.string(), serviceId: z.string() }),
  concurrency: 1,
};

export function timeoutsChanged(accountId: string, serviceId: string, now: Instant): NewJob {
  return { kind: timeoutsKind.name, key: serviceId, due: now, payload: { accountId, serviceId } };
}

/** A card whose counter is behind is redrawn at most this often. */
export const repeatPause = seconds(5);
