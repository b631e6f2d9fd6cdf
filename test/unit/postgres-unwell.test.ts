import { expect, test } from 'vitest';
import { isUnwell } from '../../src/db/postgres-trouble.ts';

const coded = (code: string): Error => Object.assign(new Error('no'), { code });

test.each(['ECONNREFUSED', '53100', '53300', '57P01', '57P03', '08006', '25006'])(
  '%s: the server is unwell',
  (code) => {
    expect(isUnwell(coded(code))).toBe(true);
  },
);

// A constraint, a query that is wrong, one that was cancelled, and what was never said by a server.
test.each(['23502', '42703', '57014', ''])('%j: a fault of ours', (code) => {
  expect(isUnwell(coded(code))).toBe(false);
  expect(isUnwell(new TypeError('a bug'))).toBe(false);
});
