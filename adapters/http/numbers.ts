import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What `/metrics` shows, on a registry of its own: the process, our events and the intake. */
export interface Numbers {
  countEvent(event: string): void;
  countIntake(format: string, status: number, seconds: number): void;
  render(): Promise<{ contentType: string; body: string }>;
}

export function createNumbers(): Numbers {
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
    countEvent: (event) => events.inc({ event }),
    countIntake: (format, status, seconds) => {
      requests.inc({ format, status: String(status) });
      duration.observe({ format }, seconds);
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
