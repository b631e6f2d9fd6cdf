import type { FastifyInstance } from 'fastify';
import type { Log } from '../../src/lib/log.ts';
import { only } from './only.ts';

interface HealthDeps {
  /** Why not ready, in words; empty: ready. */
  readonly readiness: () => Promise<readonly string[]>;
  readonly metrics: () => Promise<{ contentType: string; body: string }>;
  readonly log: Log;
  readonly newReference: () => string;
}

/** `GET /healthz` (the process lives), `GET /readyz` (it can do its work, or why not), `GET /metrics` (Prometheus text). */
export function healthRoutes(app: FastifyInstance, { readiness, metrics, log, newReference }: HealthDeps): void {
  const methods = ['GET'];
  only(app, { url: '/healthz', methods, handler: async (_request, reply) => reply.send({ alive: true }) });
  only(app, {
    url: '/readyz',
    methods,
    handler: async (_request, reply) => {
      const reasons = await readiness().catch((err: unknown) => {
        const reference = newReference();
        log.error({ err, reference }, 'the readiness could not be checked');
        return [`Whether Reveille is ready could not be checked; the reference in its log is ${reference}.`];
      });
      return reasons.length === 0 ? reply.send({ ready: true }) : reply.code(503).send({ ready: false, reasons });
    },
  });
  only(app, {
    url: '/metrics',
    methods,
    handler: async (_request, reply) => {
      const { contentType, body } = await metrics();
      return reply.header('content-type', contentType).send(body);
    },
  });
}
