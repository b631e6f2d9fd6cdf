import type { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { createBolt } from '../../adapters/slack/bolt.ts';
import { bridgeLog } from '../../adapters/slack/log-bridge.ts';
import { createGate } from '../../src/lib/gate.ts';
import { silentLog } from '../../src/lib/log.ts';
import { recordingCore } from '../support/slack-place.ts';

/** The app as the adapter makes it, with a listener for one event; how often it heard it and was acknowledged. */
async function listener() {
  const core = recordingCore();
  const heard: number[] = [];
  let acknowledged = 0;
  const wire = { apiUrl: 'http://127.0.0.1:1/api/', logger: bridgeLog(silentLog), timeout: 10 };
  const receiver = { init: () => {}, start: async () => {}, stop: async () => {} };
  const client = new WebClient('xoxb-test');
  const deps = { core, client, log: silentLog, clock: () => 0, gate: createGate(), patience: 2000 };
  const app: App = createBolt(wire, new AbortController().signal, receiver, deps);
  app.event('app_mention', async ({ context }) => {
    heard.push(context.retryNum ?? 0);
  });
  await app.init();
  const send = async (id: string, retryNum?: number): Promise<void> => {
    const event = { type: 'app_mention', user: 'U0ADA', text: 'ack', ts: '1.2', channel: 'C1', event_ts: '1.2' };
    const ack = async () => {
      acknowledged += 1;
    };
    await app.processEvent({
      body: { type: 'event_callback', event_id: id, team_id: 'T1', event },
      ack,
      ...(retryNum !== undefined && { retryNum }),
    });
  };
  return { send, heard, acknowledged: () => acknowledged };
}

test('an event that Slack sends again is acknowledged again and acted on once', async () => {
  const { send, heard, acknowledged } = await listener();
  await send('Ev1');
  await send('Ev1', 1);
  await send('Ev1', 2);
  expect(heard).toEqual([0]);
  expect(acknowledged()).toBe(3);
});

test('an event whose first attempt was lost is acted on when it comes again', async () => {
  const { send, heard } = await listener();
  await send('Ev1', 1);
  await send('Ev2');
  expect(heard).toEqual([1, 0]);
});
