import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from '../../src/lib/cut.ts';

describe('cutting a text', () => {
  it.each([
    ['', 3, ''],
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['abcd', 1, '…'],
    ['😀', 2, '😀'],
    ['a😀b', 3, 'a…'],
    ['😀😀', 3, '😀…'],
    ['😀', 1, '…'],
    ['abc', 0, ''],
  ])('%j to %i is %j', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });

  it('is never longer, is a beginning of the text, and never leaves half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, max) => {
        const short = cut(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        if (text.length <= max) expect(short).toBe(text);
        else {
          expect(text.startsWith(short.replace(/…$/, ''))).toBe(true);
          // A lone surrogate does not survive being written as UTF-8.
          expect(Buffer.from(short, 'utf8').toString('utf8')).toBe(short);
        }
      }),
      { numRuns: 500 },
    );
  });
});
