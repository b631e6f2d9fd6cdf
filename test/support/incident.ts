import type { Who } from '../../src/event/who.ts';
import type { Command } from '../../src/incident/commands.ts';
import { decide, open } from '../../src/incident/decide.ts';
import type { Decision, Facts } from '../../src/incident/decision.ts';
import type { Incident } from '../../src/incident/incident.ts';
import type { Timed } from '../../src/incident/timed.ts';
import { minutes } from '../../src/lib/clock.ts';
import type { Snapshot } from '../../src/policy/policy.ts';

export const t0 = Date.UTC(2026, 0, 5, 2, 14);
export const ada: Who = { kind: 'person', id: 'per_ada' };
export const bo: Who = { kind: 'person', id: 'per_bo' };
export const everybody: Facts = {
  present: new Set(['per_ada', 'per_bo']),
  openTwin: null,
  timeouts: { acknowledge: null, resolve: null },
};

/** Those of Ada and Bo who are there; nothing times out. */
export const only = (...people: readonly string[]): Facts => ({ ...everybody, present: new Set(people) });

export const policy: Snapshot = {
  policyKey: 'default',
  loops: 1,
  rules: [
    { wait: minutes(5), targets: [{ kind: 'person', id: 'per_ada' }] },
    { wait: minutes(10), targets: [{ kind: 'person', id: 'per_bo' }] },
  ],
};

export const fresh: Incident = {
  id: 'inc_1',
  accountId: 'acc_1',
  serviceId: 'svc_1',
  number: 142,
  key: 'cpu',
  summary: 'CPU on web-3 above 95 %',
  severity: 'critical',
  policy,
  openedAt: t0,
  step: 0,
  position: 0,
  stepAt: t0,
  alertCount: 1,
  lastAlertAt: t0,
  heardAt: t0,
  lastPlace: 0,
  version: 0,
  state: { status: 'triggered', triggeredAt: t0, exhausted: false },
};

export const opened = (facts = everybody): Incident => open(fresh, facts, t0).next;

/** What was decided; throws a refusal. */
export function deciding(
  incident: Incident,
  command: Command,
  who = ada,
  now = t0 + 1000,
  facts = everybody,
): Decision {
  const result = decide(incident, command, who, facts, now);
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value;
}

export const having = (...asked: Parameters<typeof deciding>): Incident => deciding(...asked).next;

/** What a timer decided; throws when it did not. */
export function rung(timed: Timed): Decision {
  if (timed.kind !== 'decided') throw new Error(timed.kind);
  return timed.decision;
}
