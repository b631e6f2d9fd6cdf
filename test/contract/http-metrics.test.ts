import { expect, test } from 'vitest';
import { event, httpWorld } from './http-world.ts';

test('/metrics shows events, intake, gauges and the process as Prometheus text', async () => {
  const { server, metrics } = httpWorld();
  metrics.countEvent('incident.triggered');
  metrics.countEvent('incident.triggered');
  metrics.registerGauge('reveille_jobs_overdue', 'Jobs that are late.', async () => 3);
  await server.app.inject({ method: 'POST', url: '/v2/enqueue', payload: event });
  await server.app.inject({ method: 'POST', url: '/trigger', payload: {} });
  const answer = await server.app.inject('/metrics');
  expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(answer.body.split('\n')).toEqual(
    expect.arrayContaining([
      'reveille_events_total{event="incident.triggered"} 2',
      'reveille_intake_requests_total{format="pagerduty",status="202"} 1',
      'reveille_intake_requests_total{format="reveille",status="401"} 1',
      'reveille_intake_seconds_count{format="pagerduty"} 1',
      'reveille_jobs_overdue 3',
      expect.stringMatching(/^process_cpu_seconds_total /),
    ]),
  );
});

test('a gauge that cannot be read does not hide the others', async () => {
  const { server, metrics, lines } = httpWorld();
  metrics.registerGauge('reveille_broken', 'Cannot be read.', () => Promise.reject(new Error('database is closed')));
  metrics.countEvent('incident.resolved');
  const { statusCode, body } = await server.app.inject('/metrics');
  expect(statusCode).toBe(200);
  expect(body).toContain('reveille_broken Nan');
  expect(body).toContain('reveille_events_total{event="incident.resolved"} 1');
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 'warn', message: expect.stringContaining('reveille_broken') }),
  );
});
