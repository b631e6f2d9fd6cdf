import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { CallLog } from '../call-log.ts';
import { type Failures, failureBody } from '../failures.ts';
import type { LivingWorld } from '../world.ts';
import { readBody } from './body.ts';
import { type Asked, applyReply } from './reply.ts';
import { team } from './workspace.ts';

/** "Up to 5 times within 30 minutes" (https://docs.slack.dev/interactivity/handling-user-interaction). */
const uses = 5;
const goodForMs = 30 * 60_000;

export interface ResponseUrls {
  /** A fresh path under which the app may answer. */
  mint(kind: 'commands' | 'actions', asked: Asked): string;
}

/** Serves the addresses given to the app as `response_url`; in the call log they are the method `response_url`. */
export function serveResponseUrls(
  app: FastifyInstance,
  world: LivingWorld,
  log: CallLog,
  failures: Failures,
): ResponseUrls {
  const minted = new Map<string, { asked: Asked; left: number; until: number }>();

  app.post<{ Params: { kind: string; team: string; secret: string } }>(
    '/response/:kind/:team/:secret',
    async (request, reply) => {
      const body = readBody(request);
      const record = (ok: boolean, error?: string): void =>
        log.record({
          at: Date.now(),
          method: 'response_url',
          args: body.ok ? body.args : {},
          ok,
          ...(error !== undefined && { error }),
        });
      const failure = failures.take('response_url');
      if (failure) {
        const words = failureBody(failure);
        record(false, words.error);
        if (failure.retryAfterS !== undefined) reply.header('retry-after', String(failure.retryAfterS));
        return reply.code(failure.status).send(words);
      }
      const entry = minted.get(request.params.secret);
      if (!entry || entry.until < Date.now() || entry.left === 0) {
        const error = entry?.left === 0 ? 'used_url' : 'expired_url';
        record(false, error);
        return reply.code(404).send({ ok: false, error });
      }
      const result = body.ok ? applyReply(world, entry.asked, body.args) : body;
      if (result.ok) entry.left -= 1;
      record(result.ok, result.ok ? undefined : result.error);
      return result.ok ? reply.type('text/plain').send('ok') : reply.code(400).send(result);
    },
  );

  return {
    mint(kind, asked) {
      const now = Date.now();
      for (const [secret, { until }] of minted) if (until < now) minted.delete(secret);
      const secret = randomBytes(18).toString('base64url');
      minted.set(secret, { asked, left: uses, until: now + goodForMs });
      return `response/${kind}/${team.id}/${secret}`;
    },
  };
}
