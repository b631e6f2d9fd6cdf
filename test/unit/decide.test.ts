import { describe, expect, test } from 'vitest';
import type { Who } from '../../src/event/who.ts';
import type { Command } from '../../src/incident/commands.ts';
import { type Decision, decide, dueAt, type Facts, open, waited } from '../../src/incident/decide.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { legal, verbs } from '../../src/incident/transitions.ts';
import { minutes } from '../../src/lib/clock.ts';
import type { Snapshot } from '../../src/policy/policy.ts';

const t0 = Date.UTC(2026, 0, 5, 2, 14);
const ada: Who = { kind: 'person', id: 'per_ada' };
const bo: Who = { kind: 'person', id: 'per_bo' };
const everybody: Facts = { present: new Set(['per_ada', 'per_bo']), openTwin: null };

const policy: Snapshot = {
  policyKey: 'default',
  loops: 1,
  rules: [
    { wait: minutes(5), targets: [{ kind: 'person', id: 'per_ada' }] },
    { wait: minutes(10), targets: [{ kind: 'person', id: 'per_bo' }] },
  ],
};

const fresh: Incident = {
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
  lastPlace: 0,
  version: 0,
  state: { status: 'triggered', triggeredAt: t0, exhausted: false },
};

const opened = (facts = everybody): Incident => open(fresh, facts, t0).next;

function having(incident: Incident, command: Command, who: Who = ada, now = t0 + 1000, facts = everybody): Incident {
  const result = decide(incident, command, who, facts, now);
  if (!result.ok) throw new Error(`refused: ${result.refusal.code}`);
  return result.value.next;
}

function wait(incident: Incident, now: number, facts = everybody): Decision {
  const timed = waited(incident, incident.step, facts, now);
  if (timed.kind !== 'decided') throw new Error(timed.kind);
  return timed.decision;
}

describe('opening', () => {
  test('takes rule 1 at once', () => {
    const decision = open(fresh, everybody, t0);
    expect(decision.facts.map((fact) => fact.name)).toEqual(['incident.triggered', 'incident.escalated']);
    expect(decision.assign).toEqual({ why: 'rule', people: ['per_ada'] });
    expect(decision.due).toBe(t0 + minutes(5));
    expect(decision.next).toMatchObject({ step: 1, position: 0 });
  });

  test('passes over a rule whose people are gone, and says whom', () => {
    const decision = open(fresh, { present: new Set(['per_bo']), openTwin: null }, t0);
    expect(decision.next).toMatchObject({ step: 1, position: 1 });
    expect(decision.assign?.people).toEqual(['per_bo']);
  });

  test('with nobody at all is exhausted at once, not silent', () => {
    const decision = open(fresh, { present: new Set(), openTwin: null }, t0);
    expect(decision.facts.map((fact) => fact.name)).toEqual(['incident.triggered', 'incident.exhausted']);
    expect(decision.due).toBeNull();
  });
});

describe('escalation', () => {
  test('goes rule by rule, then loops, then is exhausted', () => {
    let incident = opened();
    const story: string[] = [];
    for (let turn = 0; turn < 10 && dueAt(incident) !== null; turn += 1) {
      const decision = wait(incident, dueAt(incident) ?? 0);
      story.push(...decision.facts.map((fact) => `${fact.name} ${JSON.stringify(fact.data)}`));
      incident = decision.next;
    }
    expect(story).toEqual([
      'incident.escalated {"step":2,"position":1,"people":["per_bo"],"skipped":[]}',
      'incident.escalated {"step":3,"position":2,"people":["per_ada"],"skipped":[]}',
      'incident.escalated {"step":4,"position":3,"people":["per_bo"],"skipped":[]}',
      'incident.exhausted {"rounds":2}',
    ]);
    expect(incident.state).toMatchObject({ status: 'triggered', exhausted: true });
  });

  test('the wait counts from when the step was taken, not from when it was due', () => {
    const late = wait(opened(), t0 + minutes(7)).next;
    expect(dueAt(late)).toBe(t0 + minutes(17));
  });

  test('a timer that is too early waits on, an outdated one does nothing', () => {
    const incident = opened();
    expect(waited(incident, 1, everybody, t0 + 1)).toEqual({ kind: 'too-early', due: t0 + minutes(5) });
    expect(waited(incident, 0, everybody, t0 + minutes(6))).toEqual({ kind: 'outdated' });
    const acknowledged = having(incident, { verb: 'acknowledge' });
    expect(waited(acknowledged, 1, everybody, t0 + minutes(6))).toEqual({ kind: 'outdated' });
  });

  test('two people who press it escalate once', () => {
    const incident = opened();
    const moved = having(incident, { verb: 'escalate', seen: 1 });
    expect(moved.step).toBe(2);
    expect(decide(moved, { verb: 'escalate', seen: 1 }, bo, everybody, t0 + 2000)).toMatchObject({
      ok: false,
      refusal: { code: 'already-escalated' },
    });
  });

  test('after the last rule it starts over', () => {
    let incident = opened();
    while (dueAt(incident) !== null) incident = wait(incident, dueAt(incident) ?? 0).next;
    const again = having(incident, { verb: 'escalate', seen: incident.step });
    expect(again).toMatchObject({ position: 0, state: { status: 'triggered', exhausted: false } });
    expect(again.step).toBe(incident.step + 1);
  });

  test.each([
    [1, { position: 0 }],
    [2, { position: 1 }],
  ])('to rule %i', (rule, expected) => {
    expect(having(opened(), { verb: 'escalate', rule })).toMatchObject(expected);
  });

  test('to a rule that is not there, or that has nobody', () => {
    const nobody: Facts = { present: new Set(['per_ada']), openTwin: null };
    expect(decide(opened(), { verb: 'escalate', rule: 3 }, ada, everybody, t0)).toMatchObject({
      refusal: { code: 'no-such-rule', rules: 2 },
    });
    expect(decide(opened(), { verb: 'escalate', rule: 2 }, ada, nobody, t0)).toMatchObject({
      refusal: { code: 'nobody-in-rule' },
    });
  });
});

describe('answers', () => {
  test('giving back pages the next rule at once', () => {
    const held = having(opened(), { verb: 'acknowledge' });
    const result = decide(held, { verb: 'give-back' }, ada, everybody, t0 + minutes(2));
    if (!result.ok) throw new Error(result.refusal.code);
    expect(result.value.facts.map((fact) => fact.name)).toEqual(['incident.given_back', 'incident.escalated']);
    expect(result.value.assign?.people).toEqual(['per_bo']);
    expect(result.value.next.state).toMatchObject({ status: 'triggered', triggeredAt: t0 + minutes(2) });
  });

  test('giving back at the end starts over: nobody is left alone with it', () => {
    const one: Snapshot = { ...policy, loops: 0, rules: policy.rules.slice(0, 1) };
    const held = having(open({ ...fresh, policy: one }, everybody, t0).next, { verb: 'acknowledge' });
    const again = having(held, { verb: 'give-back' });
    expect(again).toMatchObject({ position: 0, state: { status: 'triggered', exhausted: false } });
  });

  test('reopening starts from rule 1, for half an hour, unless the problem is open again', () => {
    const over = having(opened(), { verb: 'resolve', because: 'disk was full' });
    expect(over.state).toMatchObject({ status: 'resolved', because: 'disk was full' });
    const reopen: Command = { verb: 'reopen' };
    expect(having(over, reopen)).toMatchObject({ position: 0, state: { status: 'triggered' } });
    expect(decide(over, reopen, ada, everybody, t0 + minutes(32))).toMatchObject({
      refusal: { code: 'too-late-to-reopen' },
    });
    expect(decide(over, reopen, ada, { ...everybody, openTwin: 143 }, t0 + 2000)).toMatchObject({
      refusal: { code: 'open-again-already', number: 143 },
    });
  });

  test('who was first is said to the second', () => {
    const held = having(opened(), { verb: 'acknowledge' }, bo, t0 + 1000);
    expect(decide(held, { verb: 'acknowledge' }, ada, everybody, t0 + 2000)).toMatchObject({
      refusal: { code: 'already-acknowledged', by: bo, at: t0 + 1000 },
    });
  });

  const states = {
    triggered: opened(),
    acknowledged: having(opened(), { verb: 'acknowledge' }),
    resolved: having(opened(), { verb: 'resolve' }),
  };
  const cases = Object.entries(states).flatMap(([status, incident]) =>
    verbs.map((verb) => ({ status: incident.state.status, verb, incident, name: `${verb} when ${status}` })),
  );
  test.each(cases)('$name follows the table of legal moves', ({ status, verb, incident }) => {
    const command: Command = verb === 'note' ? { verb, text: 'looking' } : { verb };
    expect(decide(incident, command, ada, everybody, t0 + 1000).ok).toBe(legal[status].includes(verb));
  });
});
