import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seconds } from '../../src/lib/clock.ts';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { type Edge, edgeOf } from '../support/edge.ts';
import { program, sayMissing } from '../support/programs.ts';
import { makeWorld, team, type World, webKey } from '../support/world.ts';

const alertmanagerProgram = program('ALERTMANAGER', ['prometheus-alertmanager', 'alertmanager']);
const amtoolProgram = program('AMTOOL', ['amtool']);
const cannot = sayMissing([alertmanagerProgram, amtoolProgram]);

const apiKey = 'zzzzyyyyxxxxwwwwvvvvuuuutttt2222';
const both = `${team}  api:
    name: API
    policy: default
    channel: { slack: C0API }
    keys:
      - { name: webhook, value: ${apiKey} }
`;

describe.skipIf(cannot)('a real Alertmanager with both receivers', () => {
  let world: World;
  let edge: Edge;
  let alertmanager: Alertmanager;

  beforeAll(async () => {
    world = await makeWorld({ team: both });
    edge = edgeOf(world);
    const started = await edge.server.start();
    if (!started.ok) throw new Error(started.refusal.message);
    const { address } = started.value;
    alertmanager = await startAlertmanager(
      { alertmanager: alertmanagerProgram.path ?? '', amtool: amtoolProgram.path ?? '' },
      {
        pagerDuty: { url: `${address}/v2/enqueue`, key: webKey },
        webhook: { url: `${address}/in/alertmanager`, key: apiKey },
        groupBy: ['alertname'],
      },
    );
  }, 60_000);

  afterAll(async () => {
    await alertmanager?.stop();
    await edge.server.stop();
    await world.close();
  });

  const labels = (instance: string) => ({ alertname: 'HighCPU', instance, severity: 'warning' });
  const summary = (instance: string) => `CPU on ${instance} above 95 %`;
  let told = 0;
  /** Waits until both receivers were told, in whatever order; then cards that may wait are drawn. */
  const heard = async (pagerDuty: string, webhook: string): Promise<void> => {
    await vi.waitFor(() => expect(edge.arrived.slice(told).toSorted()).toEqual([pagerDuty, webhook].toSorted()), {
      timeout: 20_000,
    });
    told = edge.arrived.length;
    await world.advance(seconds(6));
  };

  test('it fires, grows, shrinks and ends, and both cards are true each time', async () => {
    await alertmanager.add(labels('web-3'), summary('web-3'));
    await heard('opened', 'opened');
    for (const channel of ['C0OPS', 'C0API']) {
      expect(world.card(channel)).toContain('🔴');
      expect(world.card(channel)).toContain('CPU on web-3 above 95 %   warning');
      expect(world.card(channel)).toContain('1 alert');
    }
    expect(world.card('C0API')).toContain('1 alert · web-3 · Alertmanager');

    await alertmanager.add(labels('web-4'), summary('web-4'));
    await heard('repeated', 'repeated,added');
    expect(world.card('C0OPS')).toContain('2 alerts, last');
    expect(world.card('C0API')).toContain('2 alerts, last');

    await alertmanager.add(labels('web-3'), summary('web-3'), true);
    await heard('repeated', 'repeated,repeated');
    expect(world.card('C0OPS')).toContain('🔴');
    expect(world.card('C0API')).toContain('🔴');
    expect(world.card('C0API')).toContain('2 alerts, 1 firing, last');

    await alertmanager.add(labels('web-4'), summary('web-4'), true);
    await heard('resolved', 'resolved');
    for (const channel of ['C0OPS', 'C0API']) expect(world.card(channel)).toContain('🟢');
    expect(world.card('C0OPS')).toContain('by alertmanager');
    expect(world.card('C0API')).toContain('by webhook');
    expect(world.chat.messages.filter((shown) => shown.channel === 'D0ADA')).toHaveLength(2);
  }, 90_000);
});
