import { z } from 'zod';
import type { Actor } from '../account/actor.ts';
import { may } from '../account/may.ts';
import type { Capability } from '../account/role.ts';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { serviceById } from '../service/store.ts';
import type { IncidentDeps } from './apply.ts';
import { noteMax } from './commands.ts';
import type { Incident } from './incident.ts';
import { type CannotOpen, openIncident, policyFor } from './opening.ts';
import { severities } from './signal.ts';

/** A summary is at most this long; PagerDuty's `payload.summary` has the same limit. */
export const summaryMax = 1024;

/** What a person says who opens an incident by hand. */
export const triggerSchema = z.strictObject({
  serviceId: z.string(),
  summary: z.string().trim().min(1).max(summaryMax),
  severity: z.enum(severities).default('critical'),
  description: z.string().trim().max(noteMax).optional(),
});

export type TriggerCommand = z.output<typeof triggerSchema>;

export type TriggerRefusal =
  | (CannotOpen & { readonly service: string })
  | { readonly code: 'unknown-service' }
  | { readonly code: 'not-permitted'; readonly capability: Capability };

/** Opens an incident because a person says so. It is one of its own: no tool's alert joins it. */
export async function triggerByHand(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  command: TriggerCommand,
  now: Instant,
): Promise<Result<Incident, TriggerRefusal>> {
  if (!may(actor, 'respond')) return no({ code: 'not-permitted', capability: 'respond' });
  const service = await serviceById(tx, actor.accountId, command.serviceId);
  if (service === null || service.status === 'deleted') return no({ code: 'unknown-service' });
  const policy = await policyFor(tx, service);
  if (!policy.ok) return no({ ...policy.refusal, service: service.name });
  const key = `by-hand:${deps.newId('alt')}`;
  const { summary, severity, description } = command;
  const details = description === undefined || description === '' ? {} : { description };
  const signal = {
    action: 'trigger',
    key,
    alertKey: key,
    summary,
    severity,
    source: null,
    links: [],
    details,
  } as const;
  return ok(await openIncident(tx, deps, actor, { service, policy: policy.value, signal }, now));
}
