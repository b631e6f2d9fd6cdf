import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/lib/duration.ts';

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['90s', 90_000],
    ['5m', 300_000],
    ['4h', 14_400_000],
    ['2d', 172_800_000],
    ['24d', 24 * 86_400_000],
    ['007m', 420_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '5',
    'm',
    '5 m',
    '5M',
    '-5m',
    '+5m',
    '1.5h',
    '5m ',
    ' 5m',
    '5m\n',
    '1h30m',
    '25d',
    '9999999h',
    '12345678s',
    '٥m',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
