import type { Rule, Snapshot } from './policy.ts';

/** How often the rules are gone through in all. */
export function rounds(policy: Snapshot): number {
  return policy.loops + 1;
}

/** Positions count the rules through all rounds: 0 is the first rule of the first round. */
function positions(policy: Snapshot): number {
  return policy.rules.length * rounds(policy);
}

export function ruleAt(policy: Snapshot, position: number): Rule {
  const rule = policy.rules[position % policy.rules.length];
  if (rule === undefined) throw new Error('a policy without rules has no position');
  return rule;
}

/** Rule and round as people count them, from 1. */
export function ruleOf(policy: Snapshot, position: number): { rule: number; round: number } {
  const { length } = policy.rules;
  return { rule: (position % length) + 1, round: Math.floor(position / length) + 1 };
}

export function isLast(policy: Snapshot, position: number): boolean {
  return position + 1 >= positions(policy);
}

/** The first position from `from` on whose rule has somebody who is present. Null: there is none. */
export function nextPosition(policy: Snapshot, from: number, present: ReadonlySet<string>): number | null {
  for (let position = from; position < positions(policy); position += 1) {
    if (ruleAt(policy, position).targets.some((target) => present.has(target.id))) return position;
  }
  return null;
}
