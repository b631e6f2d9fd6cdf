import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { freePort } from '../support/alertmanager.ts';
import { fire, type Running, run } from './program.ts';

const key = 'stopstopstopstopstopstopstopstop';
const team = `
account: acme
people:
  ada: { name: Ada, zone: Europe/London, role: owner, slack: U0ADA }
policies:
  default: { rules: [{ page: [person/ada], wait: 1h }] }
services:
  web: { name: Web shop, policy: default, channel: { slack: C0OPS }, keys: [{ name: test, value: ${key} }] }
`;

let folder: string;
let started: Running[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reveille-stop-'));
  started = [];
});
afterEach(async () => {
  for (const one of started) one.child.kill('SIGKILL');
  await Promise.all(started.map((one) => one.over));
  rmSync(folder, { recursive: true, force: true });
});

function go(words: readonly string[], env: Record<string, string>): Running {
  const one = run(words, {
    DATABASE_URL: `file:${join(folder, 'data', 'reveille.db')}`,
    PORT: '0',
    SANDBOX_PORT: '0',
    ...env,
  });
  started.push(one);
  return one;
}

async function applied(env: Record<string, string>): Promise<void> {
  const file = join(folder, 'team.yaml');
  writeFileSync(file, team);
  expect(await go(['apply', file], env).over).toBe(0);
}

const tokens = (port: number, bot = 'xoxb-sandbox', app = 'xapp-sandbox') => ({
  SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
  SLACK_BOT_TOKEN: bot,
  SLACK_APP_TOKEN: app,
});

test('told to stop under load, it finishes what it accepted and ends with 0', async () => {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  const { apiUrl, botToken, appToken } = sandbox.slack;
  const env = { SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
  await applied(env);
  const server = go(['serve'], env);
  const address = await server.ready;
  const accepted: string[] = [];
  let at: string | null = address;
  const fires = Array.from({ length: 60 }, (_, index) =>
    fire(() => at, key, `stop-${index}`, 'Disk full').then(() => {
      accepted.push(`stop-${index}`);
    }),
  );
  await vi.waitFor(() => expect(accepted.length).toBeGreaterThanOrEqual(20), { interval: 5 });
  server.child.kill('SIGTERM');
  expect(await server.over).toBe(0);
  const second = await go(['serve'], env).ready;
  at = second;
  await Promise.all(fires);
  const database = new Database(join(folder, 'data', 'reveille.db'), { readonly: true });
  await vi.waitFor(
    () => {
      const row = database.prepare("select count(*) n from mirror where status = 'shown' and page_id is null").get();
      expect(row).toEqual({ n: database.prepare('select count(*) n from incident').pluck().get() });
      expect(database.prepare('select count(*) from incident').pluck().get()).toBe(60);
    },
    { timeout: 20_000, interval: 100 },
  );
  expect((await fetch(`${second}/readyz`)).status).toBe(200);
  database.close();
  await sandbox.close();
});

test('chat that is down does not stop the start; when it comes, the card and the page appear', async () => {
  const port = await freePort();
  await applied({});
  const probe = await startSandbox({ host: '127.0.0.1', port: 0 });
  const { botToken, appToken } = probe.slack;
  await probe.close();
  const server = go(['serve'], tokens(port, botToken, appToken));
  const address = await server.ready;
  await fire(() => address, key, 'down', 'Disk full');
  const readiness = await fetch(`${address}/readyz`);
  expect(readiness.status).toBe(503);
  expect(JSON.stringify(await readiness.json())).toContain('Slack');
  const sandbox = await startSandbox({ host: '127.0.0.1', port });
  await vi.waitFor(
    () => {
      const shown = sandbox.world.messages.map((message) => `${message.channel[0]} ${JSON.stringify(message.blocks)}`);
      expect(shown.some((text) => text.startsWith('C') && text.includes('by DM ✓'))).toBe(true);
      expect(shown.some((text) => text.startsWith('D') && text.includes('You are paged for'))).toBe(true);
    },
    { timeout: 45_000, interval: 100 },
  );
  await vi.waitFor(async () => expect((await fetch(`${address}/readyz`)).status).toBe(200), { timeout: 30_000 });
  // Gone again in the middle: it ends all the same.
  await sandbox.close();
  server.child.kill('SIGTERM');
  expect(await server.over).toBe(0);
});

describe('a wrong token stops the start with a sentence', () => {
  test.each([
    ['SLACK_BOT_TOKEN', 'xoxb-wrong-secret', undefined],
    ['SLACK_APP_TOKEN', undefined, 'xapp-wrong-secret'],
  ])('%s', async (name, bot, app) => {
    const sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
    const { apiUrl, botToken, appToken } = sandbox.slack;
    const server = go(['serve'], {
      SLACK_API_URL: apiUrl,
      SLACK_BOT_TOKEN: bot ?? botToken,
      SLACK_APP_TOKEN: app ?? appToken,
    });
    expect(await server.over).toBe(1);
    expect(server.output()).toContain(name);
    expect(server.output()).not.toMatch(/wrong-secret|\n {4}at /);
    await sandbox.close();
  });
});

test('without tokens: a page, a key and a line that work as printed; a restart keeps the key and the card', async () => {
  const port = String(await freePort());
  const server = go(['serve'], { PORT: port });
  await server.ready;
  await vi.waitFor(() => expect(server.output()).toContain('Fire an alert'));
  const keyLine = /Integration key: +([a-z0-9]{32})/;
  const printed = keyLine.exec(server.output())?.[1];
  const line = /(curl -X POST[\s\S]*?)\n\n/.exec(server.output())?.[1] ?? '';
  const answer = await promisify(execFile)('/bin/sh', ['-c', `${line} --silent`]);
  expect(JSON.parse(answer.stdout)).toMatchObject({ result: 'opened', incident: { number: 1 } });
  const page = /Open this page: +(\S+)/.exec(server.output())?.[1] ?? '';
  expect((await fetch(page)).status).toBe(200);
  expect(statSync(join(folder, 'data', 'reveille.db')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'data', 'sandbox-key')).mode & 0o777).toBe(0o600);
  await vi.waitFor(() => expect(server.output()).toContain('page.delivered'));
  server.child.kill('SIGTERM');
  expect(await server.over).toBe(0);

  const again = go(['serve'], { PORT: port });
  await again.ready;
  await vi.waitFor(() => expect(again.output()).toContain('Fire an alert'));
  expect(keyLine.exec(again.output())?.[1]).toBe(printed);
  const repeat = await promisify(execFile)('/bin/sh', ['-c', `${line} --silent`]);
  expect(JSON.parse(repeat.stdout)).toMatchObject({ result: 'repeated', incident: { number: 1 } });
  again.child.kill('SIGTERM');
  expect(await again.over).toBe(0);
});

test.each(['PORT', 'SANDBOX_PORT'])('a taken %s is said with its name', async (name) => {
  const holder = await startSandbox({ host: '127.0.0.1', port: 0 });
  const server = go(['serve'], { [name]: new URL(holder.url).port });
  expect(await server.over).toBe(1);
  expect(server.output()).toContain(name);
  expect(server.output()).not.toMatch(/\n {4}at /);
  await holder.close();
});

test('a second server on the same database says so and ends', async () => {
  const server = go(['serve'], {});
  await server.ready;
  const second = go(['serve'], {});
  expect(await second.over).toBe(1);
  expect(second.output()).toContain('Another Reveille serves');
});
