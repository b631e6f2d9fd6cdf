import type { Fact } from '../event/event.ts';
import type { Who } from '../event/who.ts';
import type { Instant } from '../lib/clock.ts';
import { never, no, ok, type Result } from '../lib/result.ts';
import { isLast, nextPosition, rounds, ruleAt } from '../policy/walk.ts';
import type { Command } from './commands.ts';
import type { Incident, State } from './incident.ts';
import { legal, reopenWithin, type Verb } from './transitions.ts';

/** What a decision must know beside the incident. */
export interface Facts {
  /** Those of the policy's people who can be paged now: alive and enabled. */
  readonly present: ReadonlySet<string>;
  /** The number of another open incident with this key; only a reopening asks. */
  readonly openTwin: number | null;
}

export interface Decision {
  readonly next: Incident;
  readonly facts: readonly Fact[];
  /** Who has it from now on; null: as before. */
  readonly assign: { readonly why: 'rule' | 'acknowledged'; readonly people: readonly string[] } | null;
  /** When the step that `next` stands on has waited long enough; null: nothing to wait for. */
  readonly due: Instant | null;
}

export type DecideRefusal =
  | { readonly code: 'not-allowed-now'; readonly verb: Verb; readonly state: State; readonly allowed: readonly Verb[] }
  | { readonly code: 'already-acknowledged'; readonly by: Who; readonly at: Instant }
  | { readonly code: 'already-resolved'; readonly by: Who; readonly at: Instant }
  | { readonly code: 'already-escalated'; readonly stepAt: Instant }
  | { readonly code: 'no-such-rule'; readonly rule: number; readonly rules: number }
  | { readonly code: 'nobody-in-rule'; readonly rule: number }
  | { readonly code: 'open-again-already'; readonly number: number }
  | { readonly code: 'too-late-to-reopen'; readonly resolvedAt: Instant };

/** When the step it stands on has waited long enough. Null: nobody is waited for. */
export function dueAt(incident: Incident): Instant | null {
  if (incident.state.status !== 'triggered' || incident.state.exhausted) return null;
  return incident.stepAt + ruleAt(incident.policy, incident.position).wait;
}

/** Opening takes rule 1 at once. `fresh` is the incident without a step: `step` 0. */
export function open(fresh: Incident, facts: Facts, now: Instant): Decision {
  const triggered: Fact = {
    name: 'incident.triggered',
    data: { summary: fresh.summary, severity: fresh.severity },
  };
  return prepend(triggered, start(fresh, facts, now));
}

export function decide(
  incident: Incident,
  command: Command,
  actor: Who,
  facts: Facts,
  now: Instant,
): Result<Decision, DecideRefusal> {
  const { state } = incident;
  if (!legal[state.status].includes(command.verb)) return no(whyNot(state, command.verb));
  switch (command.verb) {
    case 'acknowledge':
      return ok({
        ...unchanged(change(incident, { status: 'acknowledged', triggeredAt: state.triggeredAt, by: actor, at: now })),
        facts: [{ name: 'incident.acknowledged', data: {} }],
        assign: { why: 'acknowledged', people: actor.kind === 'person' ? [actor.id] : [] },
      });
    case 'resolve': {
      const because = command.because ?? null;
      return ok({
        ...unchanged(
          change(incident, { status: 'resolved', triggeredAt: state.triggeredAt, by: actor, at: now, because }),
        ),
        facts: [{ name: 'incident.resolved', data: { because } }],
        assign: { why: 'acknowledged', people: [] },
      });
    }
    case 'escalate':
      if (command.seen !== undefined && command.seen !== incident.step) {
        return no({ code: 'already-escalated', stepAt: incident.stepAt });
      }
      return command.rule === undefined
        ? ok(onwards(incident, facts, now))
        : toRule(incident, command.rule, facts, now);
    case 'give-back':
      return ok(prepend({ name: 'incident.given_back', data: {} }, onwards(incident, facts, now)));
    case 'reopen':
      if (facts.openTwin !== null) return no({ code: 'open-again-already', number: facts.openTwin });
      if (state.status === 'resolved' && now - state.at > reopenWithin) {
        return no({ code: 'too-late-to-reopen', resolvedAt: state.at });
      }
      return ok(prepend({ name: 'incident.reopened', data: {} }, start(incident, facts, now)));
    case 'note':
      return ok({ ...unchanged(incident), facts: [{ name: 'incident.noted', data: { text: command.text } }] });
    default:
      return never(command);
  }
}

export type Timed =
  /** The incident has moved on without this timer. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'too-early'; readonly due: Instant }
  | { readonly kind: 'decided'; readonly decision: Decision };

/** The wait of step `step` is over: the next rule, or nobody is left. */
export function waited(incident: Incident, step: number, facts: Facts, now: Instant): Timed {
  const due = dueAt(incident);
  if (due === null || incident.step !== step) return { kind: 'outdated' };
  if (now < due) return { kind: 'too-early', due };
  const decision = isLast(incident.policy, incident.position)
    ? exhaust(incident)
    : take(incident, incident.position + 1, facts, now);
  return { kind: 'decided', decision };
}

/** The next rule; after the last one the first again, because somebody asked for more help than there was. */
function onwards(incident: Incident, facts: Facts, now: Instant): Decision {
  const { state } = incident;
  const anew = isLast(incident.policy, incident.position) || (state.status === 'triggered' && state.exhausted);
  if (anew) return start(incident, facts, now);
  const next = nextPosition(incident.policy, incident.position + 1, facts.present);
  return next === null ? start(incident, facts, now) : take(incident, next, facts, now);
}

/** One rule by its number, in the round that the incident is in. */
function toRule(incident: Incident, rule: number, facts: Facts, now: Instant): Result<Decision, DecideRefusal> {
  const { rules } = incident.policy;
  if (rule > rules.length) return no({ code: 'no-such-rule', rule, rules: rules.length });
  const position = incident.position - (incident.position % rules.length) + rule - 1;
  if (nextPosition(incident.policy, position, facts.present) !== position) return no({ code: 'nobody-in-rule', rule });
  return ok(take(incident, position, facts, now));
}

function start(incident: Incident, facts: Facts, now: Instant): Decision {
  const triggered = change(incident, { status: 'triggered', triggeredAt: now, exhausted: false });
  return take(triggered, 0, facts, now);
}

/** Takes the first rule from `from` on that has somebody to page; rules without anybody are not waited for. */
function take(incident: Incident, from: number, facts: Facts, now: Instant): Decision {
  const position = nextPosition(incident.policy, from, facts.present);
  if (position === null) return exhaust(incident);
  const targets = ruleAt(incident.policy, position).targets.map((target) => target.id);
  const people = targets.filter((id) => facts.present.has(id));
  const skipped = targets.filter((id) => !facts.present.has(id));
  const { state } = incident;
  const triggeredAt = state.status === 'triggered' ? state.triggeredAt : now;
  const next: Incident = {
    ...change(incident, { status: 'triggered', triggeredAt, exhausted: false }),
    step: incident.step + 1,
    position,
    stepAt: now,
  };
  return {
    next,
    facts: [{ name: 'incident.escalated', data: { step: next.step, position, people, skipped } }],
    assign: { why: 'rule', people },
    due: dueAt(next),
  };
}

function exhaust(incident: Incident): Decision {
  const { triggeredAt } = incident.state;
  return {
    ...unchanged(change(incident, { status: 'triggered', triggeredAt, exhausted: true })),
    facts: [{ name: 'incident.exhausted', data: { rounds: rounds(incident.policy) } }],
  };
}

function whyNot(state: State, verb: Verb): DecideRefusal {
  if (verb === 'acknowledge' && state.status === 'acknowledged') {
    return { code: 'already-acknowledged', by: state.by, at: state.at };
  }
  if (state.status === 'resolved' && verb !== 'reopen') return { code: 'already-resolved', by: state.by, at: state.at };
  return { code: 'not-allowed-now', verb, state, allowed: legal[state.status] };
}

function change(incident: Incident, state: State): Incident {
  return { ...incident, state };
}

function unchanged(next: Incident): Decision {
  return { next, facts: [], assign: null, due: null };
}

function prepend(fact: Fact, decision: Decision): Decision {
  return { ...decision, facts: [fact, ...decision.facts] };
}
