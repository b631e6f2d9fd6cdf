import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Snapshot, snapshotSchema } from '../../src/policy/policy.ts';
import { isLast, nextPosition, rounds, ruleAt, ruleOf } from '../../src/policy/walk.ts';

/** Rules that page those people, one minute apart: `policy(2, ['ada'], ['bo', 'ada'])`. */
function policy(loops: number, ...rules: readonly (readonly string[])[]): Snapshot {
  return {
    policyKey: 'default',
    loops,
    rules: rules.map((ids, index) => ({
      wait: 60_000 * (index + 1),
      targets: ids.map((id) => ({ kind: 'person', id })),
    })),
  };
}

const everybody = new Set(['ada', 'bo']);

describe('the way through a policy', () => {
  const twice = policy(1, ['ada'], ['bo']);

  it.each([
    [0, 'ada', { rule: 1, round: 1 }, false],
    [1, 'bo', { rule: 2, round: 1 }, false],
    [2, 'ada', { rule: 1, round: 2 }, false],
    [3, 'bo', { rule: 2, round: 2 }, true],
  ])('position %i', (position, who, place, last) => {
    expect(ruleAt(twice, position).targets).toEqual([{ kind: 'person', id: who }]);
    expect(ruleOf(twice, position)).toEqual(place);
    expect(isLast(twice, position)).toBe(last);
  });

  it.each([
    ['one rule, no loop', policy(0, ['ada']), 1, 0],
    ['one rule, two loops', policy(2, ['ada']), 3, 2],
    ['two rules, two loops', policy(2, ['ada'], ['bo']), 3, 5],
  ])('%s', (_, snapshot, times, last) => {
    expect(rounds(snapshot)).toBe(times);
    expect(isLast(snapshot, last)).toBe(true);
    for (let position = 0; position < last; position += 1) expect(isLast(snapshot, position)).toBe(false);
  });

  it('each position has the wait of its rule', () => {
    expect([0, 1, 2, 3].map((position) => ruleAt(twice, position).wait)).toEqual([60_000, 120_000, 60_000, 120_000]);
  });

  it('a policy without rules has no position', () => {
    expect(() => ruleAt(policy(3), 0)).toThrow('without rules');
    expect(nextPosition(policy(3), 0, everybody)).toBeNull();
  });
});

describe('the next position where somebody is present', () => {
  it.each<[string, Snapshot, number, readonly string[], number | null]>([
    ['the first', policy(0, ['ada'], ['bo']), 0, ['ada', 'bo'], 0],
    ['passes over a rule whose only target is gone', policy(0, ['ada'], ['bo']), 0, ['bo'], 1],
    ['one present target of several is enough', policy(0, ['ada', 'bo']), 0, ['bo'], 0],
    ['goes on in the next round', policy(1, ['ada'], ['bo']), 1, ['ada'], 2],
    ['not beyond the last round', policy(1, ['ada'], ['bo']), 3, ['ada'], null],
    ['nobody is left', policy(5, ['ada'], ['bo']), 0, [], null],
    ['from behind the end', policy(0, ['ada']), 1, ['ada'], null],
    ['a rule without targets pages nobody', policy(0, [], ['bo']), 0, ['ada', 'bo'], 1],
  ])('%s', (_, snapshot, from, present, expected) => {
    expect(nextPosition(snapshot, from, new Set(present))).toBe(expected);
  });

  const snapshots = fc
    .record({
      loops: fc.integer({ min: 0, max: 4 }),
      rules: fc.array(fc.subarray(['ada', 'bo', 'cy']), { maxLength: 5 }),
    })
    .map(({ loops, rules }) => policy(loops, ...rules));

  it('visits every rule that has somebody, as often as the policy says, and then ends', () => {
    fc.assert(
      fc.property(snapshots, fc.subarray(['ada', 'bo', 'cy']), (snapshot, present) => {
        const here = new Set(present);
        const visited: number[] = [];
        for (let at = nextPosition(snapshot, 0, here); at !== null; at = nextPosition(snapshot, at + 1, here)) {
          visited.push(ruleOf(snapshot, at).rule);
        }
        const able = snapshot.rules.flatMap(({ targets }, index) =>
          targets.some((target) => here.has(target.id)) ? [index + 1] : [],
        );
        expect(visited).toEqual(Array.from({ length: snapshot.loops + 1 }, () => able).flat());
      }),
    );
  });

  it('is kept with the incident as JSON, and read as it was', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        expect(snapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
      }),
    );
  });
});

describe('a stored policy that is none', () => {
  it.each([
    ['no rules', { policyKey: 'default', loops: 0 }],
    ['a negative loop', { ...policy(0, ['ada']), loops: -1 }],
    [
      'a target of another kind',
      { policyKey: 'x', loops: 0, rules: [{ wait: 1, targets: [{ kind: 'crew', id: 'x' }] }] },
    ],
    ['a wait in words', { policyKey: 'x', loops: 0, rules: [{ wait: '5m', targets: [] }] }],
    ['something more', { ...policy(0, ['ada']), colour: 'red' }],
  ])('%s', (_, stored) => {
    expect(snapshotSchema.safeParse(stored).success).toBe(false);
  });
});
