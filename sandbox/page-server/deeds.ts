import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Failures } from '../failures.ts';
import { readBody } from '../slack/body.ts';
import { type Interactions, NotDelivered, NotPossible } from '../slack/interactions.ts';
import type { Link } from '../slack/link.ts';
import { type AlertTarget, sendTestAlert, testAlert } from '../test-alert.ts';

const at = { person: z.string(), channel: z.string() };
const press = z
  .strictObject({ ...at, ts: z.string(), actionId: z.string(), blockId: z.string().optional() })
  .transform(({ blockId, ...it }) => (blockId === undefined ? it : { ...it, blockId }));
const typed = z.strictObject({ ...at, text: z.string().max(40_000) });
const trouble = z.strictObject({ what: z.enum(['refresh', 'drop', 'rate-limit', 'server-error']), method: z.string() });

/** What a deed came to, in words for the person at the page. */
interface Outcome {
  readonly ok: boolean;
  readonly words: string;
}

function troubleMaker(link: Link, failures: Failures): (it: z.infer<typeof trouble>) => Outcome {
  return ({ what, method }) => {
    switch (what) {
      case 'refresh':
        link.refresh();
        return { ok: true, words: 'Every connection was asked to come anew.' };
      case 'drop':
        link.drop();
        return { ok: true, words: 'Every connection was cut.' };
      case 'rate-limit':
        failures.set(method, { status: 429, retryAfterS: 5 });
        return { ok: true, words: `The next ${method} is answered 429, Retry-After 5 s.` };
      case 'server-error':
        failures.set(method, { status: 500 });
        return { ok: true, words: `The next ${method} is answered 500.` };
    }
  };
}

/** What the page can do: `POST /page/DEED`, answered with an outcome. Only the page itself is let in (see `gate.ts`). */
export function serveDeeds(
  app: FastifyInstance,
  it: { acts: Interactions; link: Link; failures: Failures; alertTarget: () => AlertTarget | undefined },
): void {
  const deed = <T>(name: string, schema: z.ZodType<T>, run: (given: T) => Outcome | Promise<Outcome>): void => {
    app.post(`/page/${name}`, async (request, reply) => {
      const body = readBody(request);
      const given = schema.safeParse(body.ok ? body.args : undefined);
      if (!given.success) return reply.code(400).send({ ok: false, words: z.prettifyError(given.error) });
      try {
        return await run(given.data);
      } catch (error) {
        if (error instanceof NotPossible || error instanceof NotDelivered) return { ok: false, words: error.message };
        throw error;
      }
    });
  };
  deed('press', press, async (given) => {
    await it.acts.press(given);
    return { ok: true, words: 'Reveille took it.' };
  });
  deed('command', typed, async (given) => {
    await it.acts.command(given);
    return { ok: true, words: '' };
  });
  deed('say', typed.extend({ threadTs: z.string().optional() }), (given) => {
    it.acts.say(given);
    return { ok: true, words: '' };
  });
  deed('alert', testAlert, (given) => sendTestAlert(it.alertTarget(), given));
  deed('trouble', trouble, troubleMaker(it.link, it.failures));
}
