import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import {
  endAll,
  readiness,
  runCommand,
  type Server,
  type Settings,
  sendAlert,
  startServer,
  teamFile,
} from '../process/server.ts';
import { freePort } from '../support/free-port.ts';
import { ask, type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres-server.ts';

/** Real processes on a PostgreSQL that may go away; so it is a server of this file's own. */
const programs = postgresPrograms();
const folder = mkdtempSync(join(tmpdir(), 'reveille-serve-'));
const team = join(folder, 'team.yaml');
let postgres: PostgresServer;
let sandbox: Sandbox;
let database: string;
let made = 0;

beforeAll(async () => {
  if (programs !== null) postgres = await startPostgres(programs);
});
afterEach(async () => {
  await endAll();
  await sandbox?.close();
});
afterAll(async () => {
  await postgres?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A database with the account, and a Slack that is a sandbox. */
async function prepared(): Promise<Settings> {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  made += 1;
  database = postgres.url(`serve_${made}`);
  await ask(postgres.url('postgres'), `create database serve_${made}`);
  const settings = {
    PORT: '0',
    DATABASE_URL: database,
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_APP_TOKEN: sandbox.slack.appToken,
    SLACK_API_URL: sandbox.slack.apiUrl,
  };
  writeFileSync(team, teamFile);
  const said = await runCommand(['apply', team], settings);
  expect(said).toMatch(/^Done in postgres:\/\/127\.0\.0\.1:\d+\/serve_\d+:$/m);
  return settings;
}

/** What is still to be done or to be shown, apart from what is due much later. */
const unsettled = (): Promise<unknown[]> =>
  ask(
    database,
    `select kind || ' ' || key as what from job where due_at < $1
     union all select 'delivery ' || id from delivery where status = 'waiting'
     union all select 'mirror ' || mirror.id from mirror join incident on incident.id = incident_id
       where mirror.status <> 'shown' or version_shown < version`,
    [Date.now() + 60_000],
  );
const incidents = async () => await ask(database, 'select number, key from incident order by number');
const settled = () =>
  vi.waitFor(async () => expect(await unsettled()).toEqual([]), { timeout: 100_000, interval: 200 });

test.skipIf(programs === null)(
  'two servers on one database: every alert is one incident, one card and one page',
  async () => {
    const settings = await prepared();
    const [one, two] = await Promise.all([startServer(settings), startServer(settings)]);
    const keys = Array.from({ length: 12 }, (_, i) => `key-${i}`);
    // Each comes to both in the same moment, as from a pair of Alertmanagers.
    const answers = await Promise.all(
      keys.flatMap((key) => [one, two].map((server) => sendAlert(server.address, key))),
    );
    expect(answers).toEqual(Array(24).fill(202));
    await settled();
    const rows = await incidents();
    expect(rows.map(({ number }) => number)).toEqual(keys.map((_, i) => i + 1));
    expect(rows.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    const posted = (channel: string) =>
      sandbox.world.messages.filter((message) => message.channel === channel && message.threadTs === null);
    expect([posted('C0OPS').length, posted('D0ADA').length]).toEqual([12, 12]);
    // What one of them leaves when it stops, the other does.
    one.signal('SIGTERM');
    expect(await one.ended).toEqual({ code: 0, signal: null });
    expect(await sendAlert(two.address, 'key-after')).toBe(202);
    await settled();
    expect(posted('D0ADA')).toHaveLength(13);
    expect([...one.logged(), ...two.logged()].filter(({ level }) => level >= 50)).toEqual([]);
  },
  180_000,
);

test.skipIf(programs === null)(
  'PostgreSQL is killed in the middle of it, and comes back: nothing accepted is lost, nothing ends, and neither server takes the other for gone',
  async () => {
    const settings = await prepared();
    const [server, other] = await Promise.all([startServer(settings), startServer(settings)]);
    const accepted: string[] = [];
    const statuses = new Set<number>();
    let sending = true;
    let sent = 0;
    const send = async (): Promise<void> => {
      while (sending) {
        sent += 1;
        const key = `key-${sent}`;
        const status = await sendAlert(server.address, key);
        statuses.add(status);
        if (status === 202) accepted.push(key);
        await moment(10);
      }
    };
    const senders = Promise.all([send(), send()]);
    await vi.waitFor(() => expect(accepted.length).toBeGreaterThan(5), { timeout: 30_000 });
    await postgres.stop('immediate');
    await vi.waitFor(() => expect(statuses.has(503)).toBe(true), { timeout: 30_000 });
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    expect((await readiness(server.address)).join()).toMatch(
      /No alert can be stored now\. No PostgreSQL server answers at postgres:\/\/127\.0\.0\.1:\d+\/serve_\d+ .*Start it/,
    );
    const before = accepted.length;
    await postgres.start();
    await vi.waitFor(() => expect(accepted.length).toBeGreaterThan(before + 5), { timeout: 30_000 });
    sending = false;
    await senders;
    expect([...statuses].toSorted()).toEqual([202, 503]);
    const kept = (await incidents()).map(({ key }) => key);
    expect(accepted.filter((key) => !kept.includes(key))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
    await settled();
    await vi.waitFor(async () => expect(await readiness(server.address)).toEqual([]), { timeout: 30_000 });
    for (const each of [server, other]) {
      each.signal('SIGTERM');
      expect(await each.ended).toEqual({ code: 0, signal: null });
      expect(each.logged().map(({ msg }) => msg)).not.toContain('what a server had begun that is gone runs again');
    }
  },
  240_000,
);

test.skipIf(programs === null)(
  'a server without its database stops all the same',
  async () => {
    const server: Server = await startServer(await prepared());
    await postgres.stop('immediate');
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    await postgres.start();
  },
  60_000,
);

test.each(['db migrate', 'apply team.yaml', 'serve'])(
  '%s says that nobody answers, and not the password',
  async (command) => {
    writeFileSync(join(folder, 'team.yaml'), teamFile);
    const place = `127.0.0.1:${await freePort()}`;
    const env = {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      SANDBOX_PORT: '0',
      DATABASE_URL: `postgres://ada:hush-hush@${place}/reveille`,
    };
    const child = spawn(process.execPath, [join(packageRoot, 'dist', 'src', 'main.js'), ...command.split(' ')], {
      cwd: folder,
      env,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(said).toBe(
      `No PostgreSQL server answers at postgres://${place}/reveille (ECONNREFUSED). Start it, or mend the host and port in DATABASE_URL.\n`,
    );
  },
);
