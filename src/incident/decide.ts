import type { Who } from '../event/who.ts';
import type { Instant } from '../lib/clock.ts';
import { never, no, ok, type Result } from '../lib/result.ts';
import { nextPosition } from '../policy/walk.ts';
import type { Command } from './commands.ts';
import { after, type Change, type Decision, decided, type Facts, inState, said } from './decision.ts';
import type { Incident, State } from './incident.ts';
import { again, onwards, start, take } from './step.ts';
import { conditionOf, legal, reopenWithin, snoozeSpan, type Verb } from './transitions.ts';

export type DecideRefusal =
  | { readonly code: 'not-allowed-now'; readonly verb: Verb; readonly state: State; readonly allowed: readonly Verb[] }
  | { readonly code: 'already-acknowledged'; readonly by: Who; readonly at: Instant }
  | { readonly code: 'already-resolved'; readonly by: Who; readonly at: Instant }
  | { readonly code: 'already-escalated'; readonly stepAt: Instant }
  | { readonly code: 'no-such-rule'; readonly rule: number; readonly rules: number }
  | { readonly code: 'nobody-in-rule'; readonly rule: number }
  /** In milliseconds, from now on. */
  | { readonly code: 'unfit-snooze'; readonly shortest: number; readonly longest: number }
  | { readonly code: 'open-again-already'; readonly number: number }
  | { readonly code: 'too-late-to-reopen'; readonly resolvedAt: Instant };

/** Opening takes rule 1 at once. `fresh` is the incident without a step: `step` 0. */
export function open(fresh: Incident, facts: Facts, now: Instant): Decision {
  const { summary, severity } = fresh;
  const data = { summary, severity };
  return decided(null, after({ name: 'incident.triggered', data }, start(fresh, facts, now)), facts);
}

/** What becomes of the incident when `actor` asks for `command`. */
export function decide(
  incident: Incident,
  command: Command,
  actor: Who,
  facts: Facts,
  now: Instant,
): Result<Decision, DecideRefusal> {
  const { state } = incident;
  if (!legal[conditionOf(state)].includes(command.verb)) return no(whyNot(state, command.verb));
  // Whatever is asked of it, something was heard of it.
  const changed = change({ ...incident, heardAt: now }, command, actor, facts, now);
  return changed.ok ? ok(decided(incident, changed.value, facts)) : changed;
}

function change(
  incident: Incident,
  command: Command,
  actor: Who,
  facts: Facts,
  now: Instant,
): Result<Change, DecideRefusal> {
  const { state } = incident;
  const { triggeredAt } = state;
  const has = { why: 'acknowledged', people: actor.kind === 'person' ? [actor.id] : [] } as const;
  switch (command.verb) {
    case 'acknowledge':
      return ok({
        next: inState(incident, { status: 'acknowledged', triggeredAt, by: actor, at: now, until: null }),
        facts: [{ name: 'incident.acknowledged', data: {} }],
        assign: has,
      });
    case 'snooze': {
      const until = 'until' in command ? command.until : now + command.for;
      const { shortest, longest } = snoozeSpan;
      if (until - now < shortest || until - now > longest) return no({ code: 'unfit-snooze', shortest, longest });
      return ok({
        next: inState(incident, { status: 'acknowledged', triggeredAt, by: actor, at: now, until }),
        facts: [{ name: 'incident.snoozed', data: { until } }],
        assign: has,
      });
    }
    case 'wake':
      return ok(after({ name: 'incident.woken', data: {} }, again(incident, facts, now)));
    case 'resolve': {
      const because = command.because ?? null;
      return ok({
        next: inState(incident, { status: 'resolved', triggeredAt, by: actor, at: now, because }),
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
      return ok(after({ name: 'incident.given_back', data: {} }, onwards(incident, facts, now)));
    case 'reopen':
      if (facts.openTwin !== null) return no({ code: 'open-again-already', number: facts.openTwin });
      if (state.status === 'resolved' && now - state.at > reopenWithin) {
        return no({ code: 'too-late-to-reopen', resolvedAt: state.at });
      }
      return ok(after({ name: 'incident.reopened', data: {} }, start(incident, facts, now)));
    case 'note':
      return ok(said(incident, { name: 'incident.noted', data: { text: command.text } }));
    default:
      return never(command);
  }
}

/** One rule by its number, in the round that the incident is in. */
function toRule(incident: Incident, rule: number, facts: Facts, now: Instant): Result<Change, DecideRefusal> {
  const { rules } = incident.policy;
  if (rule > rules.length) return no({ code: 'no-such-rule', rule, rules: rules.length });
  const position = incident.position - (incident.position % rules.length) + rule - 1;
  if (nextPosition(incident.policy, position, facts.present) !== position) return no({ code: 'nobody-in-rule', rule });
  return ok(take(incident, position, facts, now));
}

function whyNot(state: State, verb: Verb): DecideRefusal {
  const condition = conditionOf(state);
  if (verb === 'acknowledge' && state.status === 'acknowledged' && condition !== 'snoozed') {
    return { code: 'already-acknowledged', by: state.by, at: state.at };
  }
  if (state.status === 'resolved' && verb !== 'reopen') return { code: 'already-resolved', by: state.by, at: state.at };
  return { code: 'not-allowed-now', verb, state, allowed: legal[condition] };
}
