import type { Instant } from '../lib/clock.ts';
import { isLast, nextPosition, rounds, ruleAt } from '../policy/walk.ts';
import { type Change, type Facts, inState, said } from './decision.ts';
import type { Incident } from './incident.ts';

type Present = Pick<Facts, 'present'>;

/** From the first rule on. */
export function start(incident: Incident, facts: Present, now: Instant): Change {
  const triggered = inState(incident, { status: 'triggered', triggeredAt: now, exhausted: false });
  return take(triggered, 0, facts, now);
}

/** The next rule; after the last one the first again, because somebody asked for more help than there was. */
export function onwards(incident: Incident, facts: Present, now: Instant): Change {
  const { state, policy, position } = incident;
  if (isLast(policy, position) || (state.status === 'triggered' && state.exhausted)) return start(incident, facts, now);
  return takeOrStart(incident, position + 1, facts, now);
}

/** The rule where it stands once more: who had it has fallen silent. */
export function again(incident: Incident, facts: Present, now: Instant): Change {
  return takeOrStart(incident, incident.position, facts, now);
}

/** Where nobody is left from `from` on, the first rule again: better somebody who was paged before than nobody. */
function takeOrStart(incident: Incident, from: number, facts: Present, now: Instant): Change {
  const position = nextPosition(incident.policy, from, facts.present);
  return position === null ? start(incident, facts, now) : take(incident, position, facts, now);
}

/** Takes the first rule from `from` on that has somebody to page; rules without anybody are not waited for. */
export function take(incident: Incident, from: number, { present }: Present, now: Instant): Change {
  const position = nextPosition(incident.policy, from, present);
  if (position === null) return exhaust(incident);
  const targets = ruleAt(incident.policy, position).targets.map((target) => target.id);
  const people = targets.filter((id) => present.has(id));
  const skipped = targets.filter((id) => !present.has(id));
  const { state } = incident;
  const triggeredAt = state.status === 'triggered' ? state.triggeredAt : now;
  const next: Incident = {
    ...inState(incident, { status: 'triggered', triggeredAt, exhausted: false }),
    step: incident.step + 1,
    position,
    stepAt: now,
  };
  return {
    next,
    facts: [{ name: 'incident.escalated', data: { step: next.step, position, people, skipped } }],
    assign: { why: 'rule', people },
  };
}

export function exhaust(incident: Incident): Change {
  const { triggeredAt } = incident.state;
  return said(inState(incident, { status: 'triggered', triggeredAt, exhausted: true }), {
    name: 'incident.exhausted',
    data: { rounds: rounds(incident.policy) },
  });
}
