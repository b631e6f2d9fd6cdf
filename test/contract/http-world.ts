import { createMetrics, type Metrics } from '../../adapters/http/metrics.ts';
import { createHttpServer, type HttpServer } from '../../adapters/http/server.ts';
import type { Received, ReceiveRefusal, Signal } from '../../src/incident/signal.ts';
import type { Log } from '../../src/lib/log.ts';
import { ok, type Result } from '../../src/lib/result.ts';
import type { Change, ChangeRefusal } from '../../src/service/port.ts';

export type Answer = Result<readonly Received[], ReceiveRefusal>;

export const opened: Received = { kind: 'opened', incidentId: 'inc_1', number: 142 };

interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly details: object;
  readonly message: string;
}

/** The HTTP edge on a fake intake: what it was told, what it logged, and what the intake shall say. */
export interface HttpWorld {
  readonly server: HttpServer;
  readonly metrics: Metrics;
  readonly told: { readonly key: string; readonly signals: readonly Signal[] }[];
  readonly changed: { readonly key: string; readonly change: Change }[];
  readonly lines: Line[];
  intake: (key: string) => Promise<Answer>;
  changes: (key: string) => Promise<Result<null, ChangeRefusal>>;
  readiness: () => Promise<readonly string[]>;
  /** What the database is said to suffer from. */
  why: (error: unknown) => string | null;
}

export function httpWorld(port = 0): HttpWorld {
  const lines: Line[] = [];
  const write = (level: Line['level']) => (details: object, message: string) => lines.push({ level, details, message });
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const metrics = createMetrics();
  const told: HttpWorld['told'] = [];
  const changed: HttpWorld['changed'] = [];
  let references = 0;
  let now = 0;
  const world: HttpWorld = {
    metrics,
    told,
    changed,
    lines,
    intake: async () => ok([opened]),
    changes: async () => ok(null),
    readiness: async () => [],
    why: () => null,
    server: createHttpServer({
      intake: {
        receive: (key, signals) => {
          told.push({ key, signals });
          return world.intake(key);
        },
      },
      changes: {
        record: (key, change) => {
          changed.push({ key, change });
          return world.changes(key);
        },
      },
      readiness: () => world.readiness(),
      why: (error) => world.why(error),
      metrics: metrics.render,
      countIntake: metrics.countIntake,
      log,
      host: '127.0.0.1',
      port,
      publicUrl: 'https://reveille.example.com',
      newReference: () => `ref_${++references}`,
      clock: () => ++now,
    }),
  };
  return world;
}

export const event = {
  routing_key: 'k'.repeat(32),
  event_action: 'trigger',
  dedup_key: 'web-3/cpu',
  payload: { summary: 'CPU on web-3 above 95 %', source: 'web-3', severity: 'critical' },
};
