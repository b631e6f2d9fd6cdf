import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { newId } from '../../src/lib/ids.ts';
import { endAll, runCommand, type Settings, start, startServer, teamFile } from './server.ts';

const root = mkdtempSync(join(tmpdir(), 'reveille-doctor-'));
let folder: string;
let file: string;
let sandbox: Sandbox | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  file = join(folder, 'reveille.db');
});
afterEach(async () => {
  await endAll();
  await sandbox?.close();
  sandbox = undefined;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const report = z.object({
  ok: z.boolean(),
  wrong: z.number(),
  warnings: z.number(),
  findings: z.array(
    z.strictObject({ area: z.string(), result: z.string(), what: z.string(), todo: z.string().optional() }),
  ),
});

const base = (): Settings => ({ DATABASE_URL: `file:${file}`, PORT: '0', SANDBOX_PORT: '0' });

/** The environment of a workspace that the app is installed in. */
async function slack(options: Partial<SandboxOptions> = {}): Promise<Settings> {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0, ...options });
  const { apiUrl, appToken, botToken } = sandbox.slack;
  return { ...base(), SLACK_API_URL: apiUrl, SLACK_APP_TOKEN: appToken, SLACK_BOT_TOKEN: botToken };
}

/** Slack says no to the next call of this method. */
function refuse(method: string, error: string): void {
  sandbox?.faults.begin({ kind: 'refusal', error, scope: { method }, lasts: { calls: 1 } });
}

async function apply(settings: Settings, change: (text: string) => string = (text) => text): Promise<void> {
  const path = join(folder, 'team.yaml');
  writeFileSync(path, change(teamFile));
  await runCommand(['apply', path], settings);
}

/** Runs it with --json; what is not fine, as `wrong: …` and `warning: …`. */
async function doctor(settings: Settings) {
  const run = start(['doctor', '--json'], settings);
  const { code } = await run.ended;
  const found = report.parse(JSON.parse(run.output()));
  for (const { result, todo } of found.findings) expect(todo === undefined).toBe(result === 'ok');
  expect({ ok: found.ok, code }).toEqual(found.wrong === 0 ? { ok: true, code: 0 } : { ok: false, code: 1 });
  const said = found.findings.flatMap(({ result, what }) => (result === 'ok' ? [] : [`${result}: ${what}`]));
  expect(said).toHaveLength(found.wrong + found.warnings);
  return { ...found, said: said.filter((line) => line !== chancePort && line !== noServer), output: run.output() };
}

const chancePort = 'warning: PORT is 0, so every start listens on another port.';
const noServer = 'warning: No server runs on this database, so nobody is paged.';
const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a workspace in which all is well', () => {
  test('has nothing to be said, and neither it nor the database is changed', async () => {
    const settings = await slack();
    await apply(settings);
    const before = hash(file);
    const messages = sandbox?.world.messages.length;
    const found = await doctor(settings);
    expect(found.said).toEqual([]);
    expect(found.findings.map(({ what }) => what)).toContain('Reveille is in #ops (C0OPS), for the cards of Web shop.');
    expect(found.output).not.toContain('xoxb-');
    expect(found.output).not.toContain('xapp-');
    expect(hash(file)).toBe(before);
    expect(sandbox?.world.messages.length).toBe(messages);
  });

  test('is told line by line, beside the server', async () => {
    const settings = await slack();
    await apply(settings);
    const { address } = await startServer(settings);
    const run = start(['doctor'], { ...settings, PORT: new URL(address).port });
    expect(await run.ended).toEqual({ code: 0, signal: null });
    const lines = run.output().split('\n');
    expect(lines).toContain('  ✓ A server runs on this database.');
    expect(lines).toContain(`  ✓ The server answers at ${new URL(address).host} and is ready.`);
    expect(lines).toContain('  ✓ The account acme is connected to Sandbox (T0SANDBOX).');
    expect(lines.at(-2)).toBe('Nothing is wrong.');
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
  });
});

describe('Slack', () => {
  test('a revoked token is wrong, and nothing else is asked', async () => {
    const settings = await slack();
    await apply(settings);
    refuse('auth.test', 'token_revoked');
    const found = await doctor(settings);
    expect(found.said).toEqual(['wrong: Slack does not accept SLACK_BOT_TOKEN (token_revoked).']);
    expect(sandbox?.calls.map(({ method }) => method)).toEqual(['auth.test']);
  });

  test('an app token that is none, and an address where nobody answers', async () => {
    const settings = await slack();
    await apply(settings);
    expect((await doctor({ ...settings, SLACK_APP_TOKEN: 'xapp-other' })).said).toEqual([
      'wrong: Slack does not accept SLACK_APP_TOKEN (invalid_auth).',
    ]);
    await sandbox?.close();
    const { host } = new URL(settings.SLACK_API_URL ?? '');
    expect((await doctor(settings)).said).toEqual([
      `wrong: Whether Slack accepts SLACK_BOT_TOKEN could not be found out at ${host}: the connection failed: ECONNREFUSED.`,
    ]);
    sandbox = undefined;
  });

  test('a scope that is missing is named; without those for looking, the rest is looked at', async () => {
    const settings = await slack({ withoutScopes: ['im:write', 'channels:read'] });
    await apply(settings);
    expect((await doctor(settings)).said).toEqual([
      'wrong: The Slack app lacks the scope im:write.',
      'warning: The Slack app lacks the scope channels:read, so channels can be looked at only in part.',
      'warning: Could not look at C0OPS: The Slack app lacks the scope channels:read. Install it again from manifest.yml.',
      'warning: Whether Ada Lovelace, Bo Diddley can be written to is not known: The Slack app lacks the scope im:write. Install it again from manifest.yml.',
    ]);
  });

  test('channels in which the bot is not, or that are not there, and a person who is not', async () => {
    const settings = await slack();
    await apply(settings, (text) =>
      text
        .replace('C0OPS', 'C0RANDOM')
        .replace('connect:', 'notices: { slack: C0NOWHERE }\nconnect:')
        .replace('U0BO', 'U0NOBODY'),
    );
    expect((await doctor(settings)).said).toEqual([
      'wrong: Reveille is not in #random (C0RANDOM), which is for the cards of Web shop.',
      'wrong: The channel C0NOWHERE, for what the owners are told, is not there for Reveille: I cannot see that channel. If it is there and private, invite me with /invite @Reveille.',
      'wrong: Bo Diddley (U0NOBODY) stands in a policy and cannot be written to: There is no such person in this workspace.',
    ]);
  });
});

describe('the database', () => {
  test('is said to be missing, and is not made', async () => {
    const { said } = await doctor(base());
    expect(said).toEqual([`warning: The database ${file} is not there yet.`]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('has a job that was given up, one that is late, and a channel that is closed', async () => {
    const settings = await slack();
    await apply(settings);
    const database = new Database(file);
    const row = database.prepare(
      'insert into job (id, kind, key, payload, due_at, attempt, failure) values (?, ?, ?, ?, ?, 1, ?)',
    );
    row.run(newId('job'), 'notice.send', 'channel:C0OPS:U0ADA', '{}', null, 'There is no such person.');
    row.run(newId('job'), 'page.deliver', 'dlv_1', '{}', Date.UTC(2026, 0, 5), null);
    const from = "select account_id, id, 'C0OPS', 'That channel is archived.', 0 from connection";
    database.exec(`insert into closed (account_id, connection_id, channel, reason, since) ${from}`);
    database.close();
    const { said } = await doctor(settings);
    expect(said).toEqual([
      'wrong: No server runs on this database, so nobody is paged.',
      expect.stringMatching(/^wrong: 1 job of the kind page\.deliver should have run since 2026-01-05 00:00 UTC, /),
      expect.stringMatching(
        /^wrong: The job notice\.send of channel:C0OPS:U0ADA, asked for on 20\S+ \S+ UTC, was given up: There is no such person\.$/,
      ),
      'warning: Nothing could be shown in C0OPS since 1970-01-01 00:00 UTC: That channel is archived.',
    ]);
  });

  test('of a newer version is wrong, and is not read', async () => {
    await runCommand(['db', 'migrate'], base());
    const database = new Database(file);
    database.exec("insert into __drizzle_migrations (hash, created_at) values ('later', 4102444800000)");
    database.close();
    const { said } = await doctor(base());
    expect(said).toEqual([`wrong: The database ${file} was written by a newer version of Reveille.`]);
  });
});

describe('the environment', () => {
  test('that is half set is wrong, without the secret', async () => {
    const { said, output } = await doctor({ ...base(), SLACK_BOT_TOKEN: 'xoxb-hush' });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^wrong: SLACK_BOT_TOKEN is not enough: set SLACK_APP_TOKEN /);
    expect(output).not.toContain('hush');
  });

  test('with what does nothing yet is a warning, and the output stays JSON', async () => {
    const { said } = await doctor({ ...base(), JOBS_URL: 'hush' });
    expect(said[0]).toBe('warning: JOBS_URL is set, but jobs are kept in the database.');
  });

  test('with a token of Discord that is none is wrong, without it', async () => {
    const { said, output } = await doctor({ ...base(), DISCORD_TOKEN: 'hush' });
    expect(said).toEqual([expect.stringMatching(/^wrong: DISCORD_TOKEN must be the token under "Bot"/)]);
    expect(output).not.toContain('hush');
  });

  test('of the sandbox is said to be the sandbox', async () => {
    const { findings } = await doctor(base());
    const said = findings.map(({ what }) => what);
    expect(said).toContain('No chat token is set: this is the sandbox, a local chat to try everything in.');
  });
});
