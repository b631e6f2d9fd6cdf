import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandOf, formatToken, parseToken, type Token } from '../../src/chat/token.ts';
import { newId } from '../../src/lib/ids.ts';

const incidentId = 'inc_0193e4c8a5b27c1e8f3d6a9b0c2d4e6f';
const verbs = ['acknowledge', 'resolve', 'escalate', 'give-back', 'snooze', 'wake', 'reopen'] as const;

describe('a button’s token', () => {
  it('is read as it was written', () => {
    const tokens = fc.record<Token>({
      verb: fc.constantFrom(...verbs),
      incidentId: fc.constant(incidentId),
      seen: fc.option(fc.nat({ max: 999_999_999 })),
    });
    fc.assert(
      fc.property(tokens, (token) => {
        const text = formatToken(token);
        expect(text.length).toBeLessThanOrEqual(100);
        expect(parseToken(text)).toEqual(token);
      }),
    );
  });

  it('names an incident by an id that we make', () => {
    const token: Token = { verb: 'resolve', incidentId: newId('inc'), seen: null };
    expect(parseToken(formatToken(token))).toEqual(token);
  });

  it.each([
    ['nothing', ''],
    ['another version', `rv2:resolve:${incidentId}`],
    ['an unknown verb', `rv1:delete:${incidentId}`],
    ['a verb of the prototype', `rv1:constructor:${incidentId}`],
    ['no incident', 'rv1:resolve'],
    ['another noun', `rv1:resolve:per_${incidentId.slice(4)}`],
    ['a short id', 'rv1:resolve:inc_1'],
    ['capital letters', `rv1:resolve:inc_${incidentId.slice(4).toUpperCase()}`],
    ['a step that is no number', `rv1:escalate:${incidentId}:two`],
    ['a negative step', `rv1:escalate:${incidentId}:-1`],
    ['an empty step', `rv1:escalate:${incidentId}:`],
    ['a part too many', `rv1:escalate:${incidentId}:2:3`],
    ['a line break at its end', `rv1:resolve:${incidentId}\n`],
    ['more than 100 characters', `rv1:escalate:${incidentId}:${'1'.repeat(80)}`],
  ])('%s is not one of ours', (_, text) => {
    expect(parseToken(text)).toBeNull();
  });

  it('never throws, whatever the platform says', () => {
    fc.assert(fc.property(fc.string(), (text) => parseToken(text) === null));
  });

  it('carries the step that the presser saw to Escalate alone', () => {
    expect(commandOf({ verb: 'escalate', incidentId, seen: 3 })).toEqual({ verb: 'escalate', seen: 3 });
    expect(commandOf({ verb: 'escalate', incidentId, seen: null })).toEqual({ verb: 'escalate' });
    for (const verb of verbs.filter((one) => one !== 'escalate' && one !== 'snooze')) {
      expect(commandOf({ verb, incidentId, seen: 3 })).toEqual({ verb });
    }
  });

  it('carries the minutes to Snooze, and means an hour where it says nothing', () => {
    expect(commandOf({ verb: 'snooze', incidentId, seen: 90 })).toEqual({ verb: 'snooze', for: 90 * 60_000 });
    expect(commandOf({ verb: 'snooze', incidentId, seen: null })).toEqual({ verb: 'snooze', for: 60 * 60_000 });
  });
});
