import { z } from 'zod';
import type { JobKind, NewJob } from '../job/job.ts';
import { type Instant, seconds } from '../lib/clock.ts';
import type { Incident } from './incident.ts';

/** The wait of a step is over. It carries the step it expects, so that an outdated one does nothing. */
export const escalationKind: JobKind<{ accountId: string; incidentId: string; step: number }> = {
  name: 'escalation.due',
  payload: z.strictObject({ accountId: z.string(), incidentId: z.string(), step: z.number() }),
  concurrency: 8,
};

export function escalationDue(incident: Incident, due: Instant): NewJob {
  const { id: incidentId, accountId, step } = incident;
  return { kind: escalationKind.name, key: incidentId, due, payload: { accountId, incidentId, step } };
}

/** A card whose counter is behind is redrawn at most this often. */
export const repeatPause = seconds(5);
