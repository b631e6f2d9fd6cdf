import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/incident/commands.ts';
import { decide, open } from '../../src/incident/decide.ts';
import type { Decision, Facts } from '../../src/incident/decision.ts';
import { dueAt } from '../../src/incident/due.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { waited } from '../../src/incident/timed.ts';
import { conditionOf, legal, verbs } from '../../src/incident/transitions.ts';
import { minutes } from '../../src/lib/clock.ts';
import type { Snapshot } from '../../src/policy/policy.ts';
import { ada, bo, everybody, fresh, having, only, opened, policy, rung, t0 } from '../support/incident.ts';

function wait(incident: Incident, now: number, facts = everybody): Decision {
  return rung(waited(incident, incident.step, facts, now));
}

describe('opening', () => {
  test('takes rule 1 at once', () => {
    const decision = open(fresh, everybody, t0);
    expect(decision.facts.map((fact) => fact.name)).toEqual(['incident.triggered', 'incident.escalated']);
    expect(decision.assign).toEqual({ why: 'rule', people: ['per_ada'] });
    expect(decision.timers).toEqual([{ kind: 'escalation.due', due: t0 + minutes(5), step: 1 }]);
    expect(decision.next).toMatchObject({ step: 1, position: 0 });
  });

  test('passes over a rule whose people are gone, and says whom', () => {
    const decision = open(fresh, only('per_bo'), t0);
    expect(decision.next).toMatchObject({ step: 1, position: 1 });
    expect(decision.assign?.people).toEqual(['per_bo']);
  });

  test('with nobody at all is exhausted at once, not silent', () => {
    const decision = open(fresh, only(), t0);
    expect(decision.facts.map((fact) => fact.name)).toEqual(['incident.triggered', 'incident.exhausted']);
    expect(decision.timers).toEqual([]);
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
    const nobody: Facts = only('per_ada');
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
    snoozed: having(opened(), { verb: 'snooze', for: minutes(60) }),
    resolved: having(opened(), { verb: 'resolve' }),
  };
  const cases = Object.entries(states).flatMap(([status, incident]) =>
    verbs.map((verb) => ({ verb, incident, name: `${verb} when ${status}` })),
  );
  const commandOf = (verb: (typeof verbs)[number]): Command => {
    if (verb === 'note') return { verb, text: 'looking' };
    return verb === 'snooze' ? { verb, for: minutes(90) } : { verb };
  };
  test('every state of the table is tried', () => {
    expect(Object.keys(states)).toEqual(Object.keys(legal));
    for (const [status, { state }] of Object.entries(states)) expect(conditionOf(state)).toBe(status);
  });

  test.each(cases)('$name follows the table of legal moves', ({ verb, incident }) => {
    const allowed = legal[conditionOf(incident.state)].includes(verb);
    expect(decide(incident, commandOf(verb), ada, everybody, t0 + 1000).ok).toBe(allowed);
  });
});
