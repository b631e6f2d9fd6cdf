import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { weightOf } from '../../adapters/http/gate.ts';

const kb = 1024;

test.each<[string, string | undefined, number, number]>([
  ['a small one', '10', 512 * kb, 1],
  ['nothing', '0', 512 * kb, 1],
  ['as large as is usual', String(512 * kb), 4096 * kb, 1],
  ['a byte larger', String(512 * kb + 1), 4096 * kb, 2],
  ['as large as the route takes', String(4096 * kb), 4096 * kb, 8],
  ['larger: it is refused before it is read', '999999999', 4096 * kb, 8],
  ['of a size that is not told', undefined, 4096 * kb, 8],
])('a body, %s, weighs as many as it may cost', async (_what, length, bodyLimit, weight) => {
  const app = fastify();
  app.route({ method: 'POST', url: '/', bodyLimit, handler: async () => '' });
  const weights: number[] = [];
  app.addHook('onRequest', async ({ headers, routeOptions }) => {
    const { 'content-length': _own, ...others } = headers;
    weights.push(
      weightOf({ headers: length === undefined ? others : { ...others, 'content-length': length }, routeOptions }),
    );
  });
  await app.inject({ method: 'POST', url: '/', payload: 'x' });
  expect(weights).toEqual([weight]);
  await app.close();
});
