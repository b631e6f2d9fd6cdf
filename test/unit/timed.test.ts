import { describe, expect, test } from 'vitest';
import { decide, open } from '../../src/incident/decide.ts';
import type { Decision, Facts } from '../../src/incident/decision.ts';
import { timersOf } from '../../src/incident/due.ts';
import type { Incident } from '../../src/incident/incident.ts';
import { expired, quieted, snoozed, waited } from '../../src/incident/timed.ts';
import { hours, minutes, seconds } from '../../src/lib/clock.ts';
import { ada, bo, deciding, everybody, fresh, having, only, opened, policy, rung, t0 } from '../support/incident.ts';

const names = ({ facts }: Decision) => facts.map((fact) => fact.name);
const kinds = ({ timers }: Decision) => timers.map((timer) => timer.kind);
const quick: Facts = { ...everybody, timeouts: { acknowledge: minutes(30), resolve: null } };
const calm: Facts = { ...everybody, timeouts: { acknowledge: null, resolve: hours(4) } };
const minute = (n: number): number => t0 + minutes(n);

describe('an acknowledgement', () => {
  const held = having(opened(), { verb: 'acknowledge' }, ada, minute(2), quick);

  test('has a timer from when it was given', () => {
    const decision = deciding(opened(), { verb: 'acknowledge' }, ada, minute(2), quick);
    expect(decision.timers).toEqual([{ kind: 'acknowledgement.due', due: minute(32), at: minute(2) }]);
    expect(kinds(deciding(opened(), { verb: 'acknowledge' }))).toEqual([]);
  });

  test('of which nothing was heard ends: the rule where it stands is paged again, then the next', () => {
    const decision = rung(expired(held, minute(2), quick, minute(32)));
    expect(decision.facts).toEqual([
      { name: 'incident.acknowledgement_expired', data: { silence: minutes(30) } },
      { name: 'incident.escalated', data: { step: 2, position: 0, people: ['per_ada'], skipped: [] } },
    ]);
    expect(decision.assign).toEqual({ why: 'rule', people: ['per_ada'] });
    expect(decision.next.state).toEqual({ status: 'triggered', triggeredAt: minute(32), exhausted: false });
    expect(decision.timers).toEqual([{ kind: 'escalation.due', due: minute(37), step: 2 }]);
    expect(rung(waited(decision.next, 2, quick, minute(37))).next).toMatchObject({ step: 3, position: 1 });
  });

  test('that is not over yet stays: the timer waits on', () => {
    expect(expired(held, minute(2), quick, minute(32) - 1)).toEqual({ kind: 'too-early', due: minute(32) });
  });

  test('of which something is heard starts anew, and the timer that is there looks again', () => {
    const noted = deciding(held, { verb: 'note', text: 'looking' }, bo, minute(20), quick);
    expect(noted.timers).toEqual([]);
    expect(expired(noted.next, minute(2), quick, minute(32))).toEqual({ kind: 'too-early', due: minute(50) });
  });

  test.each([
    ['that was given back', having(held, { verb: 'give-back' }, ada, minute(3), quick)],
    ['that was resolved', having(held, { verb: 'resolve' }, ada, minute(3), quick)],
    ['that was snoozed', having(held, { verb: 'snooze', for: hours(2) }, ada, minute(3), quick)],
    [
      'that was given anew',
      having(having(held, { verb: 'give-back' }, ada, minute(3)), { verb: 'acknowledge' }, bo, minute(4), quick),
    ],
  ])('%s is not ended by its old timer', (_, incident) => {
    expect(expired(incident, minute(2), quick, minute(500))).toEqual({ kind: 'outdated' });
  });

  test('never ends where the service says so now, and ends sooner or later where it says that', () => {
    expect(expired(held, minute(2), everybody, minute(500))).toEqual({ kind: 'outdated' });
    const longer: Facts = { ...quick, timeouts: { acknowledge: hours(1), resolve: null } };
    expect(expired(held, minute(2), longer, minute(32))).toEqual({ kind: 'too-early', due: minute(62) });
    const shorter: Facts = { ...quick, timeouts: { acknowledge: minutes(5), resolve: null } };
    expect(names(rung(expired(held, minute(2), shorter, minute(7))))).toContain('incident.escalated');
  });

  test('at the last rule pages that rule again, and only then is exhausted', () => {
    const one = open({ ...fresh, policy: { ...policy, loops: 0, rules: policy.rules.slice(0, 1) } }, quick, t0).next;
    const paged = rung(expired(having(one, { verb: 'acknowledge' }, ada, t0, quick), t0, quick, minute(30))).next;
    expect(paged).toMatchObject({ step: 2, position: 0, state: { status: 'triggered', exhausted: false } });
    expect(names(rung(waited(paged, 2, quick, minute(35))))).toEqual(['incident.exhausted']);
  });

  test('of an incident that was exhausted pages the last rule again', () => {
    const spent: Incident = {
      ...opened(),
      position: 3,
      state: { status: 'triggered', triggeredAt: t0, exhausted: true },
    };
    const taken = having(spent, { verb: 'acknowledge' }, ada, t0, quick);
    expect(rung(expired(taken, t0, quick, minute(30))).next).toMatchObject({ position: 3, step: 2 });
  });

  test.each([
    ['passes over a rule that has nobody any more', only('per_bo'), { position: 1, step: 2 }],
    ['with nobody at all is exhausted at once', only(), { step: 1, state: { exhausted: true } }],
  ])('%s', (_, present, expected) => {
    const facts = { ...quick, present: present.present };
    expect(rung(expired(held, minute(2), facts, minute(32))).next).toMatchObject(expected);
  });

  test('where nobody is left from its rule on pages the first rule, rather than nobody', () => {
    const last: Incident = { ...held, position: 3 };
    const facts = { ...quick, present: only('per_ada').present };
    expect(rung(expired(last, minute(2), facts, minute(32))).next).toMatchObject({ position: 0, step: 2 });
  });
});

describe('a snooze', () => {
  const asleep = having(opened(), { verb: 'snooze', for: hours(2) }, bo, minute(2), quick);

  test('is an acknowledgement with an end: its only timer is that end', () => {
    const decision = deciding(opened(), { verb: 'snooze', for: hours(2) }, bo, minute(2), quick);
    expect(decision.next.state).toEqual({
      status: 'acknowledged',
      triggeredAt: t0,
      by: bo,
      at: minute(2),
      until: minute(122),
    });
    expect(decision.facts).toEqual([{ name: 'incident.snoozed', data: { until: minute(122) } }]);
    expect(decision.assign).toEqual({ why: 'acknowledged', people: ['per_bo'] });
    expect(decision.timers).toEqual([{ kind: 'snooze.over', due: minute(122), until: minute(122) }]);
    expect(deciding(opened(), { verb: 'snooze', until: minute(122) }, bo, minute(2), quick)).toEqual(decision);
  });

  test('takes an incident over from whoever had it', () => {
    const held = having(opened(), { verb: 'acknowledge' }, ada, minute(1), quick);
    const decision = deciding(held, { verb: 'snooze', for: hours(1) }, bo, minute(2), quick);
    expect(decision.next.state).toMatchObject({ by: bo, at: minute(2), until: minute(62) });
    expect(kinds(decision)).toEqual(['snooze.over']);
  });

  test.each([
    [{ for: seconds(59) }, false],
    [{ for: minutes(1) }, true],
    [{ for: hours(7 * 24) }, true],
    [{ for: hours(7 * 24) + 1 }, false],
    [{ for: -minutes(5) }, false],
    [{ until: t0 - 1 }, false],
    [{ until: t0 + hours(3) }, true],
    [{ until: t0 + hours(8 * 24) }, false],
  ])('for %j: %s', (length, fits) => {
    const result = decide(opened(), { verb: 'snooze', ...length }, ada, everybody, t0);
    const refusal = { code: 'unfit-snooze', shortest: minutes(1), longest: hours(168) };
    expect(result).toMatchObject(fits ? { ok: true } : { ok: false, refusal });
  });

  test('that is over pages the rule where it stands', () => {
    expect(snoozed(asleep, minute(122), quick, minute(121))).toEqual({ kind: 'too-early', due: minute(122) });
    const decision = rung(snoozed(asleep, minute(122), quick, minute(122)));
    expect(decision.facts).toEqual([
      { name: 'incident.woken', data: {} },
      { name: 'incident.escalated', data: { step: 2, position: 0, people: ['per_ada'], skipped: [] } },
    ]);
    expect(decision.next.state).toEqual({ status: 'triggered', triggeredAt: minute(122), exhausted: false });
    expect(kinds(decision)).toEqual(['escalation.due']);
  });

  test('is ended by hand in the same way, and its timer is outdated', () => {
    const decision = deciding(asleep, { verb: 'wake' }, ada, minute(10), quick);
    expect(names(decision)).toEqual(['incident.woken', 'incident.escalated']);
    expect(snoozed(decision.next, minute(122), quick, minute(122))).toEqual({ kind: 'outdated' });
  });

  test('that is lengthened has a timer for its new end, and the old one is outdated', () => {
    const longer = deciding(asleep, { verb: 'snooze', for: hours(4) }, ada, minute(10), quick);
    expect(longer.timers).toEqual([{ kind: 'snooze.over', due: minute(250), until: minute(250) }]);
    expect(snoozed(longer.next, minute(122), quick, minute(122))).toEqual({ kind: 'outdated' });
  });

  test('is not ended by the timeout of acknowledgements', () => {
    expect(expired(asleep, minute(2), quick, minute(500))).toEqual({ kind: 'outdated' });
    expect(timersOf(asleep, quick.timeouts).map((timer) => timer.kind)).toEqual(['snooze.over']);
  });
});

describe('an incident that is quiet', () => {
  test.each([
    ['triggered', opened()],
    ['exhausted', open(fresh, only(), t0).next],
    ['acknowledged', having(opened(), { verb: 'acknowledge' }, ada, t0)],
    ['snoozed', having(opened(), { verb: 'snooze', for: hours(24) }, ada, t0)],
  ])('is resolved in words, %s as it is', (_, incident) => {
    expect(quieted(incident, calm, t0 + hours(4) - 1)).toEqual({ kind: 'too-early', due: t0 + hours(4) });
    const decision = rung(quieted(incident, calm, t0 + hours(4)));
    const because = 'quiet for 4 h';
    expect(decision.next.state).toEqual({
      status: 'resolved',
      triggeredAt: t0,
      by: { kind: 'timer' },
      at: t0 + hours(4),
      because,
    });
    expect(decision.facts).toEqual([{ name: 'incident.resolved', data: { because } }]);
    expect(decision).toMatchObject({ assign: { people: [] }, timers: [] });
  });

  test('has a timer from its opening on, and from a reopening', () => {
    expect(kinds(open(fresh, calm, t0))).toEqual(['escalation.due', 'quiet.over']);
    expect(kinds(deciding(opened(calm), { verb: 'note', text: 'looking' }, ada, t0, calm))).toEqual([]);
    const over = having(opened(), { verb: 'resolve' });
    expect(kinds(deciding(over, { verb: 'reopen' }, ada, t0 + 2000, calm))).toEqual(['escalation.due', 'quiet.over']);
  });

  test.each([
    ['a repeat of its alert', { ...opened(), lastAlertAt: minute(30) }],
    ['a note', having(opened(), { verb: 'note', text: 'looking' }, ada, minute(30))],
  ])('is so only since %s', (_, incident) => {
    expect(quieted(incident, calm, t0 + hours(4))).toEqual({ kind: 'too-early', due: minute(30) + hours(4) });
  });

  test('is not ended where the service says so now, or where it is over already', () => {
    expect(quieted(opened(), everybody, t0 + hours(400))).toEqual({ kind: 'outdated' });
    expect(quieted(having(opened(), { verb: 'resolve' }), calm, t0 + hours(400))).toEqual({ kind: 'outdated' });
  });

  test('says how long it really was quiet when the timer comes late', () => {
    expect(rung(quieted(opened(), calm, t0 + hours(6))).facts).toMatchObject([{ data: { because: 'quiet for 6 h' } }]);
  });
});
