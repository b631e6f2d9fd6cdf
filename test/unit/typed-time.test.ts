import { expect, test } from 'vitest';
import { readTime, typedTime } from '../../src/chat/typed-time.ts';

const evening = Date.UTC(2026, 11, 24, 18);

test.each<[answer: string, at: number | null]>([
  ['1798135200000', evening],
  ['2026-12-24 18:00', evening],
  ['2026-12-24T18:00Z', evening],
  ['2026-12-24 18:00 utc', evening],
  ['2026-12-24', null],
  ['2026-13-24 18:00', null],
  ['24.12.2026 18:00', null],
  ['2026', null],
  ['two hours', null],
])('%j is %j', (answer, at) => {
  expect(readTime(answer)).toBe(at);
});

test('what is written can be read', () => {
  expect(typedTime(evening)).toBe('2026-12-24 18:00');
  expect(readTime(typedTime(evening))).toBe(evening);
});
