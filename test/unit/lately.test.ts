import { expect, test } from 'vitest';
import { createLately } from '../../src/chat/lately.ts';

test('an answer holds for a minute, the newest of several, until it is known to be wrong', () => {
  let now = 0;
  const lately = createLately<string | null>(() => now);
  expect(lately.known('ada')).toBeUndefined();
  lately.keep('ada', 'D1');
  lately.keep('bo', null);
  now = 30_000;
  lately.keep('ada', 'D2');
  expect([lately.known('ada'), lately.known('bo')]).toMatchObject([{ value: 'D2' }, { value: null }]);
  now = 60_000;
  expect([lately.known('ada')?.value, lately.known('bo')]).toEqual(['D2', undefined]);
  lately.forget('ada');
  expect(lately.known('ada')).toBeUndefined();
  lately.keep('ada', 'D3');
  now = 119_999;
  expect(lately.known('ada')?.value).toBe('D3');
  now = 120_000;
  expect(lately.known('ada')).toBeUndefined();
});
