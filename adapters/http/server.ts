import { randomBytes } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import type { Intake } from '../../src/incident/port.ts';
import { type Clock, seconds } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import type { RawRoute } from '../../src/lib/raw-route.ts';
import type { Result } from '../../src/lib/result.ts';
import type { Changes } from '../../src/service/port.ts';
import { createDrain } from './drain.ts';
import { answerFaults, bodyLimit } from './faults.ts';
import { guards, watch } from './gate.ts';
import { healthRoutes } from './health.ts';
import { alertmanagerRoutes } from './intake/alertmanager.ts';
import { pagerDutyRoute } from './intake/pagerduty.ts';
import { pagerDutyChangeRoute } from './intake/pagerduty-change.ts';
import { reveilleRoutes } from './intake/reveille.ts';
import { type ListenRefusal, listen } from './listen.ts';
import { rawRoute } from './raw.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface HttpDeps {
  readonly intake: Intake;
  readonly changes: Changes;
  /** Why not ready, in words; empty: ready. */
  readonly readiness: () => Promise<readonly string[]>;
  /** Why the database could not do what a request asked for, from what was thrown; null, or absent: a fault of ours. */
  readonly why?: (error: unknown) => string | null;
  readonly metrics: () => Promise<{ contentType: string; body: string }>;
  /** Where platforms send what happens there. */
  readonly routes?: readonly RawRoute[];
  /** Told of every intake request once it is over; see `Metrics.countIntake`. */
  readonly countIntake?: (format: string, status: number, seconds: number) => void;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  /** How others reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly newReference: () => string;
  readonly clock: Clock;
}

export interface HttpServer {
  /** The value says where it listens, as a URL; with port 0, the one that the system chose. */
  start(): Promise<Result<{ address: string }, ListenRefusal>>;
  /** Finishes what runs, refuses what comes; resolves within 5 s. */
  stop(): Promise<void>;
  readonly app: FastifyInstance;
}

/** The edge that speaks HTTP: alerts come in, health and numbers go out. */
export function createHttpServer(deps: HttpDeps): HttpServer {
  const app = fastify({
    logger: false,
    bodyLimit,
    // A request that is not whole by then will not be; longer than any tool waits for an answer.
    requestTimeout: seconds(30),
    // Longer than the usual 60 s of proxies, so that it is never we who close a connection which they are about to use.
    keepAliveTimeout: seconds(72),
    http: { headersTimeout: seconds(15) },
    forceCloseConnections: 'idle',
    // We answer for ourselves while closing, in the words of the format.
    return503OnClosing: false,
    frameworkErrors: (_error, request, reply) => refuse(request, reply.headers(guards), unreadable),
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
  // Tools disagree about the type of their JSON, or say none: every body is read as bytes and judged by its content.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const drain = createDrain(app, seconds(5));
  watch(app, { clock: deps.clock, log: deps.log, closing: drain.begun, countIntake: deps.countIntake ?? (() => {}) });
  answerFaults(app, { ...deps, why: deps.why ?? (() => null) });
  healthRoutes(app, deps);
  const intake = { intake: deps.intake, newKey: () => randomBytes(16).toString('hex') };
  pagerDutyRoute(app, intake);
  pagerDutyChangeRoute(app, deps);
  alertmanagerRoutes(app, deps);
  reveilleRoutes(app, intake);
  for (const route of deps.routes ?? []) rawRoute(app, route);
  return { app, start: () => listen(app, deps.host, deps.port), stop: drain.stop };
}

/** Bodies are judged by zod. Without this, Fastify loads two compilers of JSON schemas, a hundred files, before it listens. */
function noSchemas(): never {
  throw new Error('a route has a JSON schema: judge its body by zod');
}

/** Said before a route is found, and so before any hook runs. */
const unreadable: Refusal = {
  status: 400,
  code: 'unreadable',
  message: 'The address of this request is not a valid URL.',
};
