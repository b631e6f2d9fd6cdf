import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { type Refusal, refuse } from './refusal.ts';
import { createUnwell } from './unwell.ts';

/** What a request body may weigh, in bytes: PagerDuty's published limit is 512 KB. */
export const bodyLimit = 512 * 1024;

interface FaultDeps {
  readonly log: Log;
  readonly clock: Clock;
  /** See `Store.why`. */
  readonly why: (error: unknown) => string | null;
  readonly newReference: () => string;
  /** Where senders reach us, for the words of a wrong address. */
  readonly publicUrl: string;
}

/** Turns whatever is thrown into an answer: the sender's fault is a 4xx, ours is always a 503 that invites another try. */
export function answerFaults(app: FastifyInstance, deps: FaultDeps): void {
  const { log, newReference, publicUrl } = deps;
  const unwell = createUnwell(deps);
  app.setErrorHandler((error, request, reply) => {
    if (request.raw.readableAborted) return refuse(request, reply, brokenOff);
    const limit = request.routeOptions.bodyLimit ?? bodyLimit;
    const known = sendersFaults(limit).get(codeOf(error));
    if (known !== undefined) return refuse(request, reply, known);
    if (unwell(error)) return refuse(request, reply, unstored);
    const reference = newReference();
    const route = request.routeOptions.url ?? 'none';
    log.error({ err: error, reference, method: request.method, route }, 'a request failed');
    return refuse(request, reply, {
      status: 503,
      code: 'unavailable',
      message: `Reveille could not do this now. Send it again; the reference in its log is ${reference}.`,
      retryAfter: 5,
      reference,
    });
  });
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, {
      status: 404,
      code: 'not-found',
      message: `There is nothing at this address. Alerts go to ${publicUrl}/v2/enqueue (PagerDuty Events v2), ${publicUrl}/in/alertmanager (Alertmanager) or ${publicUrl}/trigger.`,
    }),
  );
}

const unstored: Refusal = {
  status: 503,
  code: 'unavailable',
  message: 'Reveille could not store this now. Send it again; its log says why.',
  retryAfter: 5,
};

const brokenOff: Refusal = { status: 400, code: 'broken-off', message: 'The request broke off before its end.' };

/** `limit`: what the body may weigh on this route, in bytes. */
const sendersFaults = (limit: number): ReadonlyMap<string, Refusal> =>
  new Map([
    [
      'FST_ERR_CTP_BODY_TOO_LARGE',
      {
        status: 413,
        code: 'too-large',
        message: 'The body is too large.',
        problems: [`body is larger than ${limit / 1024} KB`],
      },
    ],
    ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', brokenOff],
  ]);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
