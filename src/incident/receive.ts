import type { Actor } from '../account/actor.ts';
import type { Tx } from '../db/store.ts';
import type { Event } from '../event/event.ts';
import { insertEvents, lastOfService } from '../event/store.ts';
import { type Instant, minutes } from '../lib/clock.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { hashKey } from '../service/integration-key.ts';
import type { Service } from '../service/service.ts';
import { serviceByKeyHash } from '../service/store.ts';
import { endAlerts, repeatRefused } from './alert/store.ts';
import { carryOut, factsOf, type IncidentDeps } from './apply.ts';
import { decide } from './decide.ts';
import { join } from './join.ts';
import { keepAlert, openIncident, policyFor, type Trigger } from './opening.ts';
import { type Answers, keysOf, runsOf } from './runs.ts';
import type { Received, ReceiveRefusal, Signal } from './signal.ts';
import { moveVersion, openByKey } from './store.ts';

/** What a monitoring tool said, judged one by one: one bad service or alert does not refuse the others. */
export async function receive(
  tx: Tx,
  deps: IncidentDeps,
  key: string,
  signals: readonly Signal[],
  now: Instant,
): Promise<Result<readonly Received[], ReceiveRefusal>> {
  const found = await serviceByKeyHash(tx, hashKey(key));
  if (found === null) return no({ code: 'unknown-key' });
  const { service } = found;
  const who = { kind: 'key', ...found.key, serviceId: service.id } as const;
  const actor: Actor = { accountId: service.accountId, who, role: null };
  const received: Received[] = [];
  for (const run of runsOf(signals)) {
    received.push(
      ...(run.action === 'trigger'
        ? await trigger(tx, deps, actor, service, run.signals, now)
        : await answer(tx, deps, actor, service, run, now)),
    );
  }
  return ok(received);
}

/** The first opens an incident where none is open; the others join it. */
async function trigger(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  service: Service,
  signals: readonly Trigger[],
  now: Instant,
): Promise<readonly Received[]> {
  const received: Received[] = [];
  for (const [at, signal] of signals.entries()) {
    const current = await openByKey(tx, service.id, signal.key);
    if (current !== null) return [...received, ...(await join(tx, deps, actor, current, signals.slice(at), now))];
    received.push(await opening(tx, deps, actor, service, signal, now));
  }
  return received;
}

async function opening(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  service: Service,
  signal: Trigger,
  now: Instant,
): Promise<Received> {
  const policy = await policyFor(tx, service);
  if (!policy.ok) return await refuse(tx, deps, actor, service, signal, policy.refusal.code, now);
  const opened = await openIncident(tx, deps, actor, { service, policy: policy.value, signal }, now);
  return { kind: 'opened', incidentId: opened.id, number: opened.number };
}

/** Alerts that are refused for one and the same reason are said once in so long: there is one thing to mend. */
const refusedPause = minutes(15);

/** Nobody can be paged: the alert is kept all the same (a repeated one is counted), and it is said. */
async function refuse(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  service: Service,
  signal: Trigger,
  reason: 'no-rules' | 'service-disabled',
  now: Instant,
): Promise<Received> {
  if (!(await repeatRefused(tx, service.id, signal.alertKey, now))) {
    await keepAlert(tx, deps, service, null, signal, now);
  }
  const refused: Received = { kind: 'refused', reason, words: refusalWords[reason](service.name) };
  const said = await lastOfService(tx, service.id, 'service.refused_alert');
  if (said !== null && said.data.reason === reason && now - said.at < refusedPause) return refused;
  const { summary, severity } = signal;
  const event: Event = {
    id: deps.newId('evt'),
    accountId: service.accountId,
    incidentId: null,
    serviceId: service.id,
    place: null,
    name: 'service.refused_alert',
    data: { summary, severity, reason },
    at: now,
    actor: actor.who,
  };
  await insertEvents(tx, [event]);
  await deps.publish(tx, [event]);
  return refused;
}

export const refusalWords: Readonly<Record<'no-rules' | 'service-disabled', (service: string) => string>> = {
  'no-rules': (service) =>
    `${service} has no rules that say whom to page, so no incident was opened. The alert is kept. Give the service a policy with at least one rule.`,
  'service-disabled': (service) =>
    `${service} is disabled, so no incident was opened. The alert is kept. Enable the service to be paged again.`,
};

/** The tool says that somebody has it, or that it is over. What is not open is dropped, as the formats ask. */
async function answer(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  service: Service,
  { action, key, signals }: Answers,
  now: Instant,
): Promise<readonly Received[]> {
  const current = await openByKey(tx, service.id, key);
  if (current === null) return signals.map(() => ({ kind: 'dropped' }));
  const became = (kind: 'repeated' | 'resolved' | 'acknowledged'): readonly Received[] =>
    signals.map(() => ({ kind, incidentId: current.id, number: current.number }));
  if (action === 'resolve') {
    const { ended, firing } = await endAlerts(tx, current.id, keysOf(signals), now);
    if (ended > 0 && firing > 0) {
      await moveVersion(tx, current.id);
      await deps.repeated(tx, current.id, now);
    }
    if (firing > 0) return became('repeated');
  }
  const decided = decide(current, { verb: action }, actor.who, await factsOf(tx, current), now);
  if (!decided.ok) return signals.map(() => ({ kind: 'dropped' }));
  await carryOut(tx, deps, current, decided.value, actor, now);
  return became(action === 'resolve' ? 'resolved' : 'acknowledged');
}
