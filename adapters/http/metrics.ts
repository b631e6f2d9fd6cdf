import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Log, passOver } from '../../src/lib/log.ts';

export interface Metrics {
  readonly registry: Registry;
  countEvent(event: string): void;
  /** One intake request is answered: `status` as sent (499: the sender hung up before), `seconds` since its head came. */
  countIntake(format: string, status: number, seconds: number): void;
  /** A number that is read whenever somebody looks. A failing `read` shows as NaN and in the log; the rest is served. */
  registerGauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** The Prometheus text format, version 0.0.4. */
  render(): Promise<{ contentType: string; body: string }>;
}

/** What `/metrics` shows, on a registry of its own: the process, our events and the intake. */
export function createMetrics(log: Log): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const events = new Counter({
    name: 'reveille_events_total',
    help: 'Events that were committed, by name.',
    labelNames: ['event'],
    registers,
  });
  const requests = new Counter({
    name: 'reveille_intake_requests_total',
    help: 'Requests that brought alerts, by format and HTTP status.',
    labelNames: ['format', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'reveille_intake_seconds',
    help: 'From the head of an intake request to its answer, in seconds.',
    labelNames: ['format'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return {
    registry,
    countEvent: (event) => events.inc({ event }),
    countIntake: (format, status, seconds) => {
      requests.inc({ format, status: String(status) });
      duration.observe({ format }, seconds);
    },
    registerGauge: (name, help, read) => {
      const gauge = new Gauge({
        name,
        help,
        registers,
        collect: async () => {
          try {
            gauge.set(await read());
          } catch (error) {
            gauge.set(Number.NaN);
            passOver(log, `reading the gauge ${name}`)(error);
          }
        },
      });
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
