/** One alert as Alertmanager's webhook sends it; `change` replaces whole fields. */
export function member(instance: string, change: object = {}): object {
  return {
    status: 'firing',
    labels: { alertname: 'HighCPU', instance, severity: 'warning' },
    annotations: { summary: `CPU on ${instance} above 95 %` },
    startsAt: '2026-01-05T02:14:00.000Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example.com/graph?g0.expr=cpu',
    fingerprint: `fp-${instance}`,
    ...change,
  };
}

export const over = { status: 'resolved', endsAt: '2026-01-05T02:20:00.000Z' };

/** A notification of version 4 with these alerts. */
export function group(alerts: unknown, change: object = {}): Record<string, unknown> {
  return {
    version: '4',
    groupKey: '{}:{alertname="HighCPU"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'reveille',
    groupLabels: { alertname: 'HighCPU' },
    commonLabels: { alertname: 'HighCPU', severity: 'warning' },
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.com',
    alerts,
    ...change,
  };
}
