import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, sayDuration } from '../../src/lib/duration.ts';
import { fill, unfilled } from '../../src/team-file/fill.ts';

describe('a duration, written', () => {
  it.each([
    [0, '0s'],
    [1000, '1s'],
    [90_000, '90s'],
    [60_000, '1m'],
    [300_000, '5m'],
    [3_600_000, '1h'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
    [90_000_000, '25h'],
  ])('%i ms is %s', (ms, text) => {
    expect(sayDuration(ms)).toBe(text);
  });

  it('is read as what it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 86_400 }), (seconds) => {
        expect(parseDuration(sayDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });

  it('is never a part of a second', () => {
    expect(() => sayDuration(1500)).toThrow();
  });
});

describe(`a dollar before \${NAME}`, () => {
  it.each([
    [`$\${NAME}`, `\${NAME}`],
    [`a $\${NAME} b \${NAME}`, `a \${NAME} b Ada`],
    [`$$\${NAME}`, `$\${NAME}`],
    ['$$', '$$'],
    [`$\${`, `$\${`],
    [`$\${OTHER}`, `\${OTHER}`],
  ])('keeps it: %s is %s', (text, filled) => {
    expect(fill(text, { NAME: 'Ada' })).toEqual({ value: filled, unset: [] });
  });

  it('is written wherever it is needed, and nowhere else', () => {
    const parts = fc.constantFrom('$', `\${`, '}', `\${NAME}`, 'NAME', ' ', 'a');
    fc.assert(
      fc.property(
        fc.array(parts).map((all) => all.join('')),
        (text) => {
          expect(fill(unfilled(text), {})).toEqual({ value: text, unset: [] });
          if (!/\$\{[A-Za-z_]\w*\}/.test(text)) expect(unfilled(text)).toBe(text);
        },
      ),
    );
  });
});
