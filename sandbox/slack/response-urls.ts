import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { responseUrl } from '../faults/fault.ts';
import type { Answered, Answering } from '../faults/under-faults.ts';
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
export function serveResponseUrls(app: FastifyInstance, world: LivingWorld, answering: Answering): ResponseUrls {
  const minted = new Map<string, { asked: Asked; left: number; until: number }>();

  app.post<{ Params: { kind: string; team: string; secret: string } }>(
    '/response/:kind/:team/:secret',
    async (request, reply) => {
      const body = readBody(request);
      const entry = minted.get(request.params.secret);
      const work = (): Answered => {
        if (!entry || entry.until < Date.now() || entry.left === 0) {
          const error = entry?.left === 0 ? 'used_url' : 'expired_url';
          return { status: 404, headers: {}, body: { ok: false, error }, ok: false, error };
        }
        const result = body.ok ? applyReply(world, entry.asked, body.args) : body;
        if (!result.ok) return { status: 400, headers: {}, body: result, ok: false, error: result.error };
        entry.left -= 1;
        return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok', ok: true };
      };
      const args = body.ok ? body.args : {};
      return await answering(reply, { method: responseUrl, channel: entry?.asked.channel ?? null, args }, work);
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
