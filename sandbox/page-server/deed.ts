import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import * as discord from '../discord/people/not-possible.ts';
import { readBody } from '../slack/body.ts';
import { NotDelivered, NotPossible } from '../slack/failures.ts';

/** What a deed came to, in words for the person at the page. */
export interface Outcome {
  readonly ok: boolean;
  readonly words: string;
}

/** What a person is told in words, and is no fault of the sandbox. */
const refusals = [NotPossible, NotDelivered, discord.NotPossible, discord.NotAnswered];

export type TakeDeed = <T>(name: string, schema: z.ZodType<T>, run: (given: T) => Outcome | Promise<Outcome>) => void;

/** What the page can do: `POST /page/DEED`, answered with an outcome. Only the page itself is let in (see `gate.ts`). */
export function deedTaker(app: FastifyInstance): TakeDeed {
  return (name, schema, run) => {
    app.post(`/page/${name}`, async (request, reply) => {
      const body = readBody(request);
      const given = schema.safeParse(body.ok ? body.args : undefined);
      if (!given.success) return reply.code(400).send({ ok: false, words: z.prettifyError(given.error) });
      try {
        return await run(given.data);
      } catch (error) {
        if (refusals.some((each) => error instanceof each) && error instanceof Error) {
          return { ok: false, words: error.message };
        }
        throw error;
      }
    });
  };
}
