import { expect, test } from 'vitest';
import { createUnwell } from '../../adapters/http/unwell.ts';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';

test('a database that is unwell is said at once, then once a minute with how many met it; another reason at once', () => {
  const lines: [object, string][] = [];
  let now = 0;
  const unwell = createUnwell({
    log: { ...silentLog, error: (details, message) => void lines.push([details, message]) },
    clock: () => now,
    why: (error) => (error instanceof Error && error.message.startsWith('disk') ? `The ${error.message}.` : null),
  });
  expect(unwell(new Error('disk is full'))).toBe(true);
  now = seconds(1);
  for (let n = 0; n < 100; n += 1) unwell(new Error('disk is full'));
  expect(lines).toEqual([[{ refused: 1 }, 'requests are refused: The disk is full.']]);
  unwell(new Error('disk fails'));
  now = minutes(1);
  unwell(new Error('disk is full'));
  expect(lines.slice(1)).toEqual([
    [{ refused: 1 }, 'requests are refused: The disk fails.'],
    [{ refused: 101 }, 'requests are refused: The disk is full.'],
  ]);
  expect(unwell(new TypeError('a bug'))).toBe(false);
  expect(lines).toHaveLength(3);
});
