import type { Actor } from '../account/actor.ts';
import { nextIncidentNumber } from '../account/store.ts';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import type { Snapshot } from '../policy/policy.ts';
import { snapshot } from '../policy/store.ts';
import type { Service } from '../service/service.ts';
import { insertAlerts } from './alert/store.ts';
import { carryOut, factsOf, type IncidentDeps } from './apply.ts';
import { open } from './decide.ts';
import type { Incident } from './incident.ts';
import type { Signal } from './signal.ts';

export type Trigger = Extract<Signal, { action: 'trigger' }>;

/** Why a service cannot open an incident. */
export type CannotOpen = { readonly code: 'no-rules' | 'service-disabled' };

/** Whom the service pages; its policy is frozen from here on. */
export async function policyFor(tx: Tx, service: Service): Promise<Result<Snapshot, CannotOpen>> {
  if (service.status !== 'active') return no({ code: 'service-disabled' });
  const policy = service.policyId === null ? null : await snapshot(tx, service.accountId, service.policyId);
  return policy === null || policy.rules.length === 0 ? no({ code: 'no-rules' }) : ok(policy);
}

/** Opens an incident and keeps the alert that opened it. Rule 1 is taken at once. */
export async function openIncident(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  what: { service: Service; policy: Snapshot; signal: Trigger },
  now: Instant,
): Promise<Incident> {
  const { service, policy, signal } = what;
  const fresh: Incident = {
    id: deps.newId('inc'),
    accountId: service.accountId,
    serviceId: service.id,
    number: await nextIncidentNumber(tx, service.accountId),
    key: signal.key,
    summary: signal.group?.summary ?? signal.summary,
    severity: signal.group?.severity ?? signal.severity,
    policy,
    openedAt: now,
    step: 0,
    position: 0,
    stepAt: now,
    alertCount: 1,
    lastAlertAt: now,
    heardAt: now,
    lastPlace: 0,
    version: 0,
    state: { status: 'triggered', triggeredAt: now, exhausted: false },
  };
  // Whoever applies a team file locks the account first, and so did its number: timeouts read from here on are those that
  // the service keeps until this incident is there to be found.
  const opened = await carryOut(tx, deps, null, open(fresh, await factsOf(tx, fresh), now), actor, now);
  await keepAlert(tx, deps, service, opened.id, signal, now);
  return opened;
}

/** `incidentId` null: the service could not open one. */
export async function keepAlert(
  tx: Tx,
  deps: IncidentDeps,
  service: Service,
  incidentId: string | null,
  signal: Trigger,
  now: Instant,
): Promise<void> {
  const { id: serviceId, accountId } = service;
  await insertAlerts(tx, [{ id: deps.newId('alt'), accountId, serviceId, incidentId, signal }], now);
}
