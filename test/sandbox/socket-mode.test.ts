import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { NotDelivered, NotPossible } from '../../sandbox/slack/failures.ts';
import { openSandbox, socketClient, webClient } from './clients.ts';

const actions = {
  type: 'actions' as const,
  elements: [
    { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Go' }, action_id: 'go', value: 'v1' },
  ],
};

function post(url: unknown, body: object): Promise<Response> {
  return fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

test('a command reaches the app with its real fields, and its answer is private', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox);
  const bodies: Record<string, unknown>[] = [];
  client.on('slash_commands', async ({ ack, body }) => {
    bodies.push(body);
    await ack({ text: 'Nothing is open.' });
  });
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list mine' });
  expect(bodies).toMatchObject([
    {
      team_id: 'T0SANDBOX',
      channel_id: 'C0OPS',
      channel_name: 'ops',
      user_id: 'U0ADA',
      user_name: 'ada',
      command: '/incident',
      text: 'list mine',
      api_app_id: 'A0REVEILLE',
      is_enterprise_install: 'false',
    },
  ]);
  expect(sandbox.world.messages).toMatchObject([{ text: 'Nothing is open.', onlyFor: 'U0ADA', author: 'U0REVEILLE' }]);
});

test('a response_url works five times, outside the channels of the bot too', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox);
  const urls: unknown[] = [];
  client.on('slash_commands', async ({ ack, body }) => {
    urls.push(body.response_url);
    await ack();
  });
  await sandbox.command({ person: 'U0ADA', channel: 'C0RANDOM', text: '/reveille help' });
  for (const _ of [1, 2, 3, 4, 5]) expect((await post(urls[0], { text: 'a' })).status).toBe(200);
  const sixth = await post(urls[0], { text: 'a' });
  expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  expect(sandbox.world.messages).toHaveLength(5);
  expect(sandbox.calls.filter((each) => each.method === 'response_url')).toHaveLength(6);
});

test('a press reaches the app with the whole message, and the app replaces it', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox);
  const { ts = '' } = await webClient(sandbox).chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [actions] });
  const bodies: Record<string, unknown>[] = [];
  client.on('interactive', async ({ ack, body }) => {
    bodies.push(body);
    await ack();
  });
  await sandbox.press({ person: 'U0BO', channel: 'C0OPS', ts, actionId: 'go' });
  expect(bodies).toMatchObject([
    {
      type: 'block_actions',
      user: { id: 'U0BO', username: 'bo', team_id: 'T0SANDBOX' },
      container: { type: 'message', message_ts: ts, channel_id: 'C0OPS', is_ephemeral: false },
      channel: { id: 'C0OPS', name: 'ops' },
      message: { ts, text: 'a', blocks: [{ type: 'actions' }] },
      state: { values: {} },
      actions: [{ action_id: 'go', value: 'v1', type: 'button', text: { type: 'plain_text', text: 'Go' } }],
    },
  ]);
  expect((await post(bodies[0]?.response_url, { text: 'done', replace_original: true })).status).toBe(200);
  expect(sandbox.world.messages).toMatchObject([{ ts, text: 'done', blocks: [] }]);
});

test('an ephemeral message is seen and pressed by one person, and deleted through the response_url', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox);
  const bodies: Record<string, unknown>[] = [];
  client.on('interactive', async ({ ack, body }) => {
    bodies.push(body);
    await ack();
  });
  const shown = { channel: 'C0OPS', user: 'U0ADA', text: 'a', blocks: [actions] };
  const { message_ts: ts = '' } = await webClient(sandbox).chat.postEphemeral(shown);
  const press = { channel: 'C0OPS', ts, actionId: 'go' };
  await expect(sandbox.press({ ...press, person: 'U0BO' })).rejects.toThrow(NotPossible);
  await sandbox.press({ ...press, person: 'U0ADA' });
  expect(bodies).toMatchObject([{ container: { is_ephemeral: true } }]);
  expect(bodies[0]).not.toHaveProperty('message');
  await post(bodies[0]?.response_url, { delete_original: true });
  expect(sandbox.world.messages).toEqual([]);
});

test('an ephemeral message is replaced through the response_url of a press, and stays for one person', async () => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox);
  const urls: unknown[] = [];
  client.on('slash_commands', async ({ ack }) => ack({ text: 'a', blocks: [actions] }));
  client.on('interactive', async ({ ack, body }) => {
    urls.push(body.response_url);
    await ack();
  });
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
  const [{ ts } = { ts: '' }] = sandbox.world.messages;
  await sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts, actionId: 'go' });
  expect((await post(urls[0], { text: 'b', blocks: [actions], replace_original: true })).status).toBe(200);
  expect(sandbox.world.messages).toMatchObject([{ ts, text: 'b', onlyFor: 'U0ADA' }]);
  await sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts, actionId: 'go' });
  expect((await post(urls[1], { text: 'c', replace_original: false })).status).toBe(200);
  expect(sandbox.world.messages).toMatchObject([
    { ts, text: 'b' },
    { text: 'c', onlyFor: 'U0ADA' },
  ]);
});

test('only what is shown can be pressed', async () => {
  const sandbox = await openSandbox();
  await socketClient(sandbox);
  const web = webClient(sandbox);
  const { ts = '' } = await web.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks: [actions] });
  const press = { person: 'U0ADA', channel: 'C0OPS', ts, actionId: 'go' };
  await expect(sandbox.press({ ...press, actionId: 'stop' })).rejects.toThrow('does not show a button stop now');
  await web.chat.update({ channel: 'C0OPS', ts, text: 'b' });
  await expect(sandbox.press(press)).rejects.toThrow(NotPossible);
});

test('without a connection, and without an answer, the person is told in the words of Slack', async () => {
  const sandbox = await openSandbox();
  const typed = { person: 'U0ADA', channel: 'C0OPS', text: '/incident list' };
  await expect(sandbox.command(typed)).rejects.toMatchObject({ error: 'dispatch_failed' });
  const client = await socketClient(sandbox);
  client.on('slash_commands', () => undefined);
  await expect(sandbox.command(typed)).rejects.toThrow(NotDelivered);
  expect(sandbox.world.messages.map((each) => each.text)).toEqual([
    '/incident failed with the error "dispatch_failed"',
    '/incident failed with the error "operation_timeout"',
  ]);
});

test('an unknown command is answered by Slackbot and reaches nobody', async () => {
  const sandbox = await openSandbox();
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/dance' });
  expect(sandbox.world.messages).toMatchObject([{ author: 'USLACKBOT', onlyFor: 'U0ADA' }]);
});

test('each envelope goes to one connection, in turn', async () => {
  const sandbox = await openSandbox();
  const taken: string[] = [];
  for (const name of ['first', 'second']) {
    const client = await socketClient(sandbox);
    client.on('slash_commands', async ({ ack }) => {
      taken.push(name);
      await ack();
    });
  }
  for (const _ of [1, 2, 3, 4]) {
    await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
  }
  expect(taken).toEqual(['first', 'second', 'first', 'second']);
});

test.each(['refreshConnections', 'dropConnections'] as const)('after %s the client is back', async (trouble) => {
  const sandbox = await openSandbox();
  const client = await socketClient(sandbox, { clientPingTimeout: 1000 });
  client.on('slash_commands', ({ ack }) => ack());
  const back = new Promise((resolve) => client.once('connected', resolve));
  sandbox[trouble]();
  await back;
  await vi.waitUntil(() => sandbox.connections === 1, { timeout: 15_000 });
  await sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
});

test('a ticket opens one connection, and a page of somebody else opens none', async () => {
  const { WebSocket } = await import('ws');
  const sandbox = await openSandbox();
  const { url = '' } = await webClient(sandbox, sandbox.slack.appToken).apps.connections.open({});
  const foreign = new WebSocket(url, { origin: 'http://evil.example' });
  const [error] = await once(foreign, 'error').catch((cause: unknown) => [cause]);
  expect(String(error)).toContain('403');
  const again = new WebSocket(url);
  const [second] = await once(again, 'error').catch((cause: unknown) => [cause]);
  expect(String(second)).toContain('403');
});

test('whoever hangs up on a refusal does not end the sandbox', async () => {
  const sandbox = await openSandbox();
  const { hostname, port, host } = new URL(sandbox.url);
  const socket = connect(Number(port), hostname);
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
  socket.write(`GET /link?ticket=none HTTP/1.1\r\nHost: ${host}\r\n${upgrade}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 403 /);
  socket.resetAndDestroy();
  await once(socket, 'close');
  expect((await fetch(sandbox.url)).status).toBe(200);
});
