import type { Actor } from '../account/actor.ts';
import type { Tx } from '../db/store.ts';
import type { Fact } from '../event/event.ts';
import type { Instant } from '../lib/clock.ts';
import { insertAlerts, knownAlerts, repeatAlerts } from './alert/store.ts';
import { carryOut, type IncidentDeps } from './apply.ts';
import { said } from './decision.ts';
import type { Incident } from './incident.ts';
import type { Trigger } from './opening.ts';
import { keysOf } from './runs.ts';
import type { Received } from './signal.ts';
import { countRepeats } from './store.ts';

/** An alert that did not fire until now. `again`: it did before. */
interface News {
  readonly signal: Trigger;
  readonly again: boolean;
}

/** Alerts of an open incident: those that fire already are counted, the others are news. Neither escalates. */
export async function join(
  tx: Tx,
  deps: IncidentDeps,
  actor: Actor,
  current: Incident,
  signals: readonly Trigger[],
  now: Instant,
): Promise<readonly Received[]> {
  const { id: incidentId, accountId, serviceId, number } = current;
  const known = await knownAlerts(tx, incidentId, keysOf(signals));
  const states = new Map(known);
  const news: News[] = [];
  const received = signals.map((signal): Received => {
    const before = states.get(signal.alertKey);
    states.set(signal.alertKey, 'firing');
    if (before === 'firing') return { kind: 'repeated', incidentId, number };
    news.push({ signal, again: before !== undefined });
    return { kind: 'added', incidentId, number };
  });
  await repeatAlerts(tx, incidentId, [...known.keys()], now);
  if (news.length === 0) {
    await countRepeats(tx, incidentId, signals.length, now);
    await deps.repeated(tx, incidentId, now);
    return received;
  }
  const fresh = news.filter(({ again }) => !again);
  await insertAlerts(
    tx,
    fresh.map(({ signal }) => ({ id: deps.newId('alt'), accountId, serviceId, incidentId, signal })),
    now,
  );
  // It is counted and heard of, whatever the state: a new alert neither escalates nor wakes, so it sets no timer.
  const counted = { alertCount: current.alertCount + signals.length, lastAlertAt: now, heardAt: now };
  const added = said({ ...current, ...counted }, ...factsOf(news));
  await carryOut(tx, deps, current, { ...added, timers: [] }, actor, now);
  return received;
}

/** So many alerts that come in one piece are named, each by an event of its own. More would be read by nobody. */
const namedMax = 20;

function factsOf(news: readonly News[]): readonly Fact[] {
  const named = news.slice(0, namedMax);
  return named.map(({ signal: { summary, severity, source }, again }, at) => {
    const more = at === named.length - 1 ? news.length - named.length : 0;
    return { name: 'incident.alert_added', data: { summary, severity, source, again, more } };
  });
}
