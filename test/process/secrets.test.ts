import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { alertKey, endAll, runCommand, type Server, type Settings, start, startServer, teamFile } from './server.ts';

/** What a log may never hold, with everything logged that there is; see also test/postgres/secrets.test.ts. */
const unknownKey = 'unknownunknownunknownunknown1111';
const signingSecret = '0123456789abcdef0123456789abcdef';
const folder = mkdtempSync(join(tmpdir(), 'reveille-secrets-'));
let sandbox: Sandbox;
let settings: Settings;

beforeAll(async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  settings = {
    PORT: '0',
    LOG_LEVEL: 'trace',
    DATABASE_URL: `file:${join(folder, 'reveille.db')}`,
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_API_URL: sandbox.slack.apiUrl,
  };
  writeFileSync(join(folder, 'team.yaml'), teamFile);
});
afterEach(endAll);
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = async (url: string, body: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(url, { method: 'POST', body, headers })).status;

/** Every way of a key into the server, with good and bad bodies; the statuses. */
async function knock({ address }: Server, key: string): Promise<number[]> {
  const event = JSON.stringify({
    routing_key: key,
    event_action: 'trigger',
    dedup_key: 'a',
    payload: { summary: 'A' },
  });
  const group = JSON.stringify({ groupKey: 'g', alerts: [{ labels: { alertname: 'A' } }, {}] });
  const bearer = { authorization: `Bearer ${key}` };
  return await Promise.all([
    post(`${address}/v2/enqueue`, event),
    post(`${address}/v2/enqueue`, event.slice(0, -1)),
    post(`${address}/v2/enqueue?routing_key=${key}`, '{}'),
    post(`${address}/v2/change/enqueue`, event),
    post(`${address}/in/alertmanager/${key}`, group),
    post(`${address}/in/alertmanager/${key}`, '{'),
    post(`${address}/in/alertmanager/${key}/x`, group),
    post(`${address}/in/alertmanager/${key}%`, group),
    post(`${address}/in/alertmanager`, group, bearer),
    post(`${address}/in/alertmanager`, group, { authorization: `Basic ${btoa(`user:${key}`)}` }),
    post(`${address}/trigger`, '{"message": "A"}', bearer),
    post(`${address}/resolve`, '{}', bearer),
    post(`${address}/${key}`, event),
  ]);
}

const silentAbout = (output: string, secrets: Record<string, string>): void => {
  expect(output).not.toBe('');
  for (const [name, secret] of Object.entries(secrets)) {
    expect(output.includes(secret), `the log holds the ${name}`).toBe(false);
  }
};

test('over Socket Mode: a start, alerts with a known and an unknown key, a stop', async () => {
  const withSocket = { ...settings, SLACK_APP_TOKEN: sandbox.slack.appToken };
  const applied = await runCommand(['apply', join(folder, 'team.yaml')], withSocket);
  const server = await startServer(withSocket);
  const known = [202, 400, 400, 202, 200, 400, 404, 400, 200, 401, 201, 400, 404];
  expect(await knock(server, alertKey)).toEqual(known.map((status) => (status === 201 ? expect.any(Number) : status)));
  expect(await knock(server, unknownKey)).toEqual([400, 400, 400, 400, 401, 400, 404, 400, 401, 401, 401, 400, 404]);
  await expect.poll(() => sandbox.world.messages.length, { timeout: 30_000 }).toBeGreaterThan(3);
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(server.logged().some((line) => line.msg === 'request')).toBe(true);
  silentAbout(applied + server.output(), {
    'bot token': sandbox.slack.botToken,
    'app token': sandbox.slack.appToken,
    key: alertKey,
    'unknown key': unknownKey,
  });
});

test('over HTTP: requests that are signed, wrongly signed and not at all', async () => {
  const server = await startServer({ ...settings, SLACK_SIGNING_SECRET: signingSecret });
  const body =
    'command=%2Fincident&text=list&team_id=T0SANDBOX&user_id=U0ADA&channel_id=C0OPS&trigger_id=1&response_url=http%3A%2F%2F127.0.0.1%3A9';
  const at = String(Math.floor(Date.now() / 1000));
  const of = (secret: string) => `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;
  const signed = (signature: string) =>
    post(`${server.address}/slack/events`, body, { 'x-slack-request-timestamp': at, 'x-slack-signature': signature });
  await expect.poll(() => signed(of(signingSecret)), { timeout: 30_000 }).toBe(200);
  expect(await signed(of('wrong'))).toBe(401);
  expect(await post(`${server.address}/slack/events`, body)).toBe(401);
  server.signal('SIGTERM');
  await server.ended;
  silentAbout(server.output(), {
    'signing secret': signingSecret,
    signature: of(signingSecret),
    'bot token': sandbox.slack.botToken,
  });
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxb-wrong-hush-hush'],
  ['SLACK_APP_TOKEN', 'xapp-wrong-hush-hush'],
  ['SLACK_APP_TOKEN', 'hush-hush'],
  ['SLACK_SIGNING_SECRET', 'hush-hush!'],
  ['DATABASE_URL', 'postgres://ada:hush-hush@127.0.0.1:x/reveille'],
  ['DATABASE_URL', 'mysql://ada:hush-hush@127.0.0.1/reveille'],
  ['DATABASE_URL', 'postgres://ada:hush-hush@127.0.0.1:9/reveille'],
])('a wrong %s is refused without repeating it: %s', async (name, value) => {
  const run = start(['serve'], { ...settings, SLACK_APP_TOKEN: sandbox.slack.appToken, [name]: value });
  expect(await run.ended).toEqual({ code: 1, signal: null });
  silentAbout(run.output(), { [name]: 'hush-hush' });
});
