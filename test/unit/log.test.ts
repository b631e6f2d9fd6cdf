import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { loggedError } from '../../src/pino.ts';

test('a query that failed is logged with its cause, and without the values that it was asked with', () => {
  const cause = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
  const logged = loggedError(new DrizzleQueryError('select * from person where name = $1', ['Ada'], cause));
  expect(logged).toMatchObject({ message: 'connection refused', code: 'ECONNREFUSED' });
  expect(JSON.stringify(logged)).not.toContain('Ada');
});

test('any other error is logged as it is', () => {
  expect(loggedError(new Error('no'))).toMatchObject({ message: 'no', stack: expect.stringContaining('log.test') });
  expect(loggedError('words')).toBe('words');
});
