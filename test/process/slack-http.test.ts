import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { freePort } from '../support/free-port.ts';
import {
  endAll,
  errorsOf,
  type Process,
  readiness,
  runCommand,
  type Settings,
  sendAlert,
  start,
  startServer,
  teamFile,
} from './server.ts';

const inTime = { timeout: 40_000 };
let folder: string;
let sandbox: Sandbox;
let settings: Settings;
let requestUrl: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reveille-slack-http-'));
  const port = await freePort();
  requestUrl = `http://127.0.0.1:${port}/slack/events`;
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, requestUrl });
  settings = {
    PORT: String(port),
    PUBLIC_URL: 'https://reveille.example.com',
    DATABASE_URL: `file:${folder}/reveille.db`,
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_SIGNING_SECRET: sandbox.signingSecret,
    SLACK_API_URL: sandbox.slack.apiUrl,
  };
  const team = join(folder, 'team.yaml');
  writeFileSync(team, teamFile);
  await runCommand(['apply', team], settings);
});
afterEach(async () => {
  await endAll();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const card = () => sandbox.world.messages.find(({ channel, threadTs }) => channel === 'C0OPS' && threadTs === null);

/** What the buttons of the card say, in their order. */
function buttons(): { label: string; id: string }[] {
  const text = JSON.stringify(card()?.blocks ?? []);
  const blocks: { elements?: { action_id?: string; text?: { text: string } }[] }[] = JSON.parse(text);
  return blocks
    .flatMap(({ elements }) => elements ?? [])
    .flatMap(({ action_id: id, text: label }) => (id === undefined ? [] : [{ id, label: label?.text ?? '' }]));
}

async function press(label: string): Promise<void> {
  const actionId = buttons().find((button) => button.label === label)?.id ?? `no button ${label}`;
  await sandbox.press({ person: 'U0ADA', channel: 'C0OPS', ts: card()?.ts ?? '', actionId });
}

async function stop(server: Process): Promise<void> {
  server.signal('SIGTERM');
  expect(await server.ended, server.output()).toEqual({ code: 0, signal: null });
}

test('alert → card → Ada presses Acknowledge, Slack sends it to us → the card says that she has it', async () => {
  const server = await startServer(settings);
  expect((await server.said('Slack is to send its requests here')).url).toBe(
    'https://reveille.example.com/slack/events',
  );
  expect(await sandbox.verifyRequestUrl()).toBe(true);
  expect(sandbox.connections).toBe(0);
  expect(await sendAlert(server.address, 'cpu')).toBe(202);
  await expect.poll(() => buttons().map(({ label }) => label), inTime).toContain('Acknowledge');
  await press('Acknowledge');
  await expect.poll(() => buttons().map(({ label }) => label), inTime).toContain('Give back');
  expect(JSON.stringify(card()?.blocks)).toContain('*Ada Lovelace* has it');
  await sandbox.command({ person: 'U0BO', channel: 'C0OPS', text: '/incident list' });
  const toBo = () => sandbox.world.messages.filter(({ onlyFor }) => onlyFor === 'U0BO').map(({ text }) => text);
  await expect.poll(toBo, inTime).toEqual([expect.stringContaining('#1')]);
  expect(await readiness(server.address)).toEqual([]);
  await stop(server);
  expect(errorsOf(server)).toEqual([]);
  expect(server.output()).not.toContain(sandbox.signingSecret);

  // Whoever presses while nobody is there is told so, and presses again.
  await expect(press('Resolve')).rejects.toMatchObject({ error: 'dispatch_failed' });
  const again = await startServer(settings);
  await press('Resolve');
  await expect.poll(() => buttons().map(({ label }) => label), inTime).toEqual(['Reopen', 'More']);
  await stop(again);
});

test('another secret than Slack signs with: the person sees that it failed, and the log says why', async () => {
  const secret = 'ffffffffffffffffffffffffffffffff';
  const server = await startServer({ ...settings, SLACK_SIGNING_SECRET: secret });
  expect(await sandbox.verifyRequestUrl()).toBe(false);
  const typed = sandbox.command({ person: 'U0ADA', channel: 'C0OPS', text: '/incident list' });
  await expect(typed).rejects.toMatchObject({ error: 'http_client_error' });
  const line = await server.said('Only Slack may send requests here, and this one is not signed as its own.');
  expect(line).toMatchObject({
    route: '/slack/events',
    problems: ['its signature was not made with SLACK_SIGNING_SECRET'],
  });
  expect(server.output()).not.toContain(secret);
  await stop(server);
});

test('a wrong bot token ends the start with a sentence', async () => {
  const run = start(['serve'], { ...settings, SLACK_BOT_TOKEN: 'xoxb-wrong' });
  expect(await run.ended).toEqual({ code: 1, signal: null });
  expect(run.output()).toMatch(/^Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\)\. .+ start again\.$/m);
});
