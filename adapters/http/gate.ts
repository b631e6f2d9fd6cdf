import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { bodyLimit } from './faults.ts';
import { formatOf, type Refusal, refuse } from './refusal.ts';

interface GateDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the server is about to end. */
  readonly closing: () => boolean;
  readonly countIntake: (format: string, status: number, seconds: number) => void;
}

/** So many requests that bring something are served at once; with bodies of 512 KB that is 1 GB at the worst. */
export const intakeMax = 2000;

/** What every request passes first: the headers of every answer, whether we take it on at all, and what is remembered of it. */
export function watch(app: FastifyInstance, { clock, log, closing, countIntake }: GateDeps): void {
  let running = 0;
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(guards);
    const { raw } = reply;
    const format = formatOf(request);
    const incoming = format !== undefined || request.routeOptions.config.raw === true;
    const weight = weightOf(request);
    const since = clock();
    // An invalid Content-Type would be refused before anybody looks at the body.
    if (incoming) {
      running += weight;
      delete request.raw.headers['content-type'];
    }
    // 'close' comes for every request, also for one whose sender hung up.
    raw.once('close', () => {
      const ms = clock() - since;
      const status = raw.writableEnded ? raw.statusCode : 499;
      // The pattern of the route, never its path: paths can hold keys.
      const said = { method: request.method, route: request.routeOptions.url ?? 'none', status, ms };
      log.debug(said, 'request');
      if (!incoming) return;
      // Somebody's alerts or presses do not arrive and nothing there may say so. The problems name fields, never values.
      if (status >= 400 && status < 500) {
        log.warn({ ...said, problems: request.refusal?.problems }, request.refusal?.message ?? 'The sender hung up.');
      }
      running -= weight;
      if (format !== undefined) countIntake(format.name, status, ms / 1000);
    });
    if (closing()) return refuse(request, reply, ending);
    if (incoming && running > intakeMax) return refuse(request, reply, tooMany);
  });
}

/** As many requests as its body may be larger than the usual limit; one whose size is not told may be the largest. */
export function weightOf({ headers, routeOptions }: Pick<FastifyRequest, 'headers' | 'routeOptions'>): number {
  const limit = routeOptions.bodyLimit ?? bodyLimit;
  const size = headers['content-length'] === undefined ? limit : Number(headers['content-length']);
  return Math.max(1, Math.ceil(Math.min(size, limit) / bodyLimit));
}

/** Nobody may sniff, keep, frame or run what we answer. */
export const guards = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

const ending: Refusal = {
  status: 503,
  code: 'ending',
  message: 'Reveille is being stopped or restarted. Send it again.',
  retryAfter: 5,
};

/** Never a 4xx: Alertmanager tries again only after a 5xx or a 429. */
const tooMany: Refusal = {
  status: 503,
  code: 'too-many',
  message: `More than ${intakeMax} requests are being served. Send it again.`,
  retryAfter: 1,
};
