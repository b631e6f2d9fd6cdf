import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { endAll, errorsOf, runCommand, type Settings, sendAlert, startServer, teamFile } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'reveille-timeouts-'));
/** A condition is waited for, however slow the machine is. */
const inTime = { timeout: 40_000 };
let sandbox: Sandbox;
let settings: Settings;

beforeAll(async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  settings = {
    PORT: '0',
    DATABASE_URL: `file:${join(folder, 'reveille.db')}`,
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_APP_TOKEN: sandbox.slack.appToken,
    SLACK_API_URL: sandbox.slack.apiUrl,
  };
});

afterAll(async () => {
  await endAll();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(timeouts: string): Promise<void> {
  const file = join(folder, 'team.yaml');
  writeFileSync(file, teamFile.replace('    policy: default\n', `    policy: default\n${timeouts}`));
  await runCommand(['apply', file], settings);
}

const pages = (): number => sandbox.world.messages.filter(({ channel }) => channel === 'D0ADA').length;
const card = (): string => {
  const shown = sandbox.world.messages.find(({ channel, threadTs }) => channel === 'C0OPS' && threadTs === null);
  return JSON.stringify(shown?.blocks ?? null);
};

test('with the real clock: nothing is heard → paged again; a timeout set by another process → resolved', {
  timeout: 120_000,
}, async () => {
  await apply('    acknowledge_timeout: 2s\n');
  const server = await startServer(settings);
  expect(await sendAlert(server.address, 'cpu', 'trigger')).toBe(202);
  await expect.poll(pages, inTime).toBe(1);
  const acknowledged = Date.now();
  expect(await sendAlert(server.address, 'cpu', 'acknowledge')).toBe(202);
  await expect.poll(pages, inTime).toBe(2);
  expect(Date.now() - acknowledged).toBeGreaterThanOrEqual(2000);
  await expect.poll(card, inTime).toContain('🔴');

  // Nobody answers, and the server is told of the timeout while it runs.
  await apply('    auto_resolve: 1s\n');
  await expect.poll(card, inTime).toMatch(/Resolved .* by Reveille .*Because: quiet for \d+ s/);
  expect(card()).toContain('🟢');
  expect(errorsOf(server)).toEqual([]);
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
});
