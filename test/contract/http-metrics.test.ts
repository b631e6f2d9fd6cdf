import { expect, test } from 'vitest';
import { event, httpWorld } from './http-world.ts';

test('/metrics shows events, intake and the process as Prometheus text', async () => {
  const { server, metrics } = httpWorld();
  metrics.countEvent('incident.triggered');
  metrics.countEvent('incident.triggered');
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
      expect.stringMatching(/^process_cpu_seconds_total /),
    ]),
  );
});

test('what is counted before somebody looks, and while it is loaded, is counted once', async () => {
  const { server, metrics } = httpWorld();
  metrics.countEvent('incident.triggered');
  const loading = Promise.all([metrics.load(), metrics.load()]);
  metrics.countEvent('incident.triggered');
  await loading;
  metrics.countEvent('incident.triggered');
  const { body } = await server.app.inject('/metrics');
  expect(body).toContain('reveille_events_total{event="incident.triggered"} 3');
});
