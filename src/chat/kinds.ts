import { z } from 'zod';
import type { JobKind, NewJob } from '../job/job.ts';
import { type Instant, minutes } from '../lib/clock.ts';
import type { Place } from './store.ts';

/** A channel has something to show. The channel is the key, so one at a time works on it. */
export const flushKind: JobKind<Place> = {
  name: 'chat.flush',
  payload: z.strictObject({ connectionId: z.string(), channel: z.string() }),
  // Fewer than pages: when one core is full, cards wait and pages do not (with 32, pages waited seconds at 50 alerts/s).
  concurrency: 10,
};

export function flushOf({ connectionId, channel }: Place, due: Instant): NewJob {
  return { kind: flushKind.name, key: `${connectionId}:${channel}`, due, payload: { connectionId, channel } };
}

/** A channel was closed to us; `wait`: milliseconds from the look before this one. */
export const closedKind: JobKind<Place & { wait: number }> = {
  name: 'channel.closed',
  payload: z.strictObject({ connectionId: z.string(), channel: z.string(), wait: z.number() }),
  concurrency: 1,
};

/** The first look whether it is open again comes after a minute. */
export function closedOf({ connectionId, channel }: Place, now: Instant, wait = minutes(1)): NewJob {
  const payload = { connectionId, channel, wait };
  return { kind: closedKind.name, key: `${connectionId}:${channel}`, due: now + wait, payload };
}

/** The cards of an incident are to be redrawn later: the counter moved, or a button has had its time. */
export const redrawKind: JobKind<{ incidentId: string }> = {
  name: 'card.redraw',
  payload: z.strictObject({ incidentId: z.string() }),
  concurrency: 4,
};

/** A settled card has a job for each ending: one that was reopened is settled again, later. */
export function redrawOf(incidentId: string, why: 'repeated' | 'settled', due: Instant): NewJob {
  return {
    kind: redrawKind.name,
    key: why === 'settled' ? `${incidentId}:${why}:${due}` : `${incidentId}:${why}`,
    due,
    payload: { incidentId },
  };
}

/** Something went wrong that one owner must hear of, by direct message. */
export const noticeKind: JobKind<{ accountId: string; connectionId: string; person: string; text: string }> = {
  name: 'notice.send',
  payload: z.strictObject({ accountId: z.string(), connectionId: z.string(), person: z.string(), text: z.string() }),
  concurrency: 2,
};
