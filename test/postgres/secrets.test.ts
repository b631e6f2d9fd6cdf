import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { alertKey, endAll, readiness, runCommand, sendAlert, start, startServer, teamFile } from '../process/server.ts';
import { ask, type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres-server.ts';

/** A server that asks for passwords; what is logged of it never holds one, with everything logged that there is. */
const programs = postgresPrograms();
const password = 'hush%2Fhush-7';
const folder = mkdtempSync(join(tmpdir(), 'reveille-password-'));
let server: PostgresServer;
let sandbox: Sandbox;

beforeAll(async () => {
  if (programs === null) return;
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  server = await startPostgres(programs, ['password_encryption=scram-sha-256']);
  await ask(server.url('postgres'), `create role ada login password '${decodeURIComponent(password)}'`);
  await ask(server.url('postgres'), 'create database reveille owner ada');
  await server.only(['host all postgres 127.0.0.1/32 trust', 'host all ada 127.0.0.1/32 scram-sha-256']);
  writeFileSync(join(folder, 'team.yaml'), teamFile);
});
afterEach(endAll);
afterAll(async () => {
  await sandbox?.close();
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const settingsWith = (secret: string): Record<string, string> => ({
  PORT: '0',
  LOG_LEVEL: 'trace',
  DATABASE_URL: Object.assign(new URL(server.url('reveille')), { username: 'ada', password: secret }).href,
  SLACK_BOT_TOKEN: sandbox.slack.botToken,
  SLACK_APP_TOKEN: sandbox.slack.appToken,
  SLACK_API_URL: sandbox.slack.apiUrl,
});
const silent = (output: string): void => {
  for (const secret of [password, decodeURIComponent(password), alertKey, sandbox.slack.botToken]) {
    expect(output.includes(secret), `the log holds ${secret}`).toBe(false);
  }
};

test.skipIf(programs === null)(
  'a start, alerts, a server that goes away and comes back, a stop',
  async () => {
    const settings = settingsWith(password);
    const applied = await runCommand(['apply', join(folder, 'team.yaml')], settings);
    const run = await startServer(settings);
    expect(await sendAlert(run.address, 'before')).toBe(202);
    await server.stop('immediate');
    expect(await sendAlert(run.address, 'meanwhile')).toBe(503);
    expect((await readiness(run.address)).join()).toContain('No alert can be stored now.');
    await server.start();
    await expect.poll(() => sendAlert(run.address, 'after'), { timeout: 30_000 }).toBe(202);
    run.signal('SIGTERM');
    expect(await run.ended).toEqual({ code: 0, signal: null });
    silent(applied + run.output());
  },
  120_000,
);

test.skipIf(programs === null).each(['serve', 'db migrate', 'export', 'doctor'])(
  'with a wrong password %s says so, and neither it nor a stack',
  async (command) => {
    const run = start(command.split(' '), settingsWith(`${password}x`));
    expect((await run.ended).code).toBe(1);
    expect(run.output()).toMatch(/refuses the password of ada\. DATABASE_URL holds it\./);
    expect(run.output()).not.toMatch(/\n\s+at |"stack"/);
    silent(run.output());
  },
);
