import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { askThere, canMount, makeRoom, onSmallDisk, smallDiskMissing } from '../support/small-disk.ts';
import { alertKey, endAll, readiness, runCommand, type Settings, start, startServer, teamFile } from './server.ts';

const possible = canMount();
if (!possible) process.stderr.write(`${smallDiskMissing}\n`);

let folder: string;
let disk: string;
let sandbox: Sandbox;
let settings: Settings;
/** Leaves room for a few dozen alerts. */
const nearlyFull = 'dd if=/dev/zero of=ballast bs=1024 count=3000 2>/dev/null';
/** Leaves none; dd ends with 1. */
const full = '! dd if=/dev/zero of=ballast bs=1024 2>/dev/null';

beforeEach(async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'reveille-full-'));
  disk = join(folder, 'disk');
  mkdirSync(disk);
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, 'team.yaml'), teamFile);
  settings = {
    PORT: '0',
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_APP_TOKEN: sandbox.slack.appToken,
    SLACK_API_URL: sandbox.slack.apiUrl,
    DATABASE_URL: `file:${join(disk, 'reveille.db')}`,
  };
  const elsewhere = { ...settings, DATABASE_URL: `file:${join(folder, 'files', 'reveille.db')}` };
  await runCommand(['apply', join(folder, 'team.yaml')], elsewhere);
});
afterEach(async () => {
  await endAll();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const within = (then: string): readonly string[] => onSmallDisk(disk, join(folder, 'files'), then);

test.skipIf(!possible)(
  'a disk that fills up: whoever is not stored hears it, it is said, and there being room it goes on by itself',
  async () => {
    const server = await startServer(settings, within(nearlyFull));
    const accepted: string[] = [];
    const refused = new Map<string, string | null>();
    let sending = true;
    let sent = 0;
    const send = async (): Promise<void> => {
      while (sending) {
        sent += 1;
        const key = `key-${sent}`;
        const details = { text: 'x'.repeat(2000) };
        const payload = { summary: `About ${key}`, source: 'web-3', severity: 'critical', custom_details: details };
        const event = { routing_key: alertKey, event_action: 'trigger', dedup_key: key, payload };
        const answer = await fetch(`${server.address}/v2/enqueue`, { method: 'POST', body: JSON.stringify(event) });
        await answer.text();
        if (answer.status === 202) accepted.push(key);
        else refused.set(String(answer.status), answer.headers.get('retry-after'));
        await moment(10);
      }
    };
    const senders = Promise.all([send(), send(), send()]);
    // Who sends while the test fails and ends the server hears that; it is not the failure.
    senders.catch(() => {});
    try {
      const trouble = [
        `No alert can be stored now. The disk of ${join(disk, 'reveille.db')} is full. Make room there.`,
      ];
      await expect.poll(() => readiness(server.address), { timeout: 60_000 }).toEqual(trouble);
      expect([...refused]).toEqual([['503', '5']]);
      expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
      const before = accepted.length;
      makeRoom(server.pid, join(disk, 'ballast'));
      await expect.poll(() => accepted.length, { timeout: 60_000 }).toBeGreaterThan(before + 5);
    } finally {
      sending = false;
    }
    await senders;
    await expect.poll(() => readiness(server.address), { timeout: 60_000 }).toEqual([]);

    // Every alert that was accepted is one incident, with a card and a page; whatever was begun on the full disk has ended.
    const ask = (query: string): unknown => askThere(server.pid, join(disk, 'reveille.db'), query);
    const unsettled = `select kind from job where due_at < ${Date.now() + 60_000}
      union all select status from delivery where status <> 'sent' union all select status from mirror where status <> 'shown'`;
    await expect.poll(() => ask(unsettled), { timeout: 100_000, interval: 500 }).toEqual([]);
    const kept = z.array(z.string()).parse(ask('select key from incident'));
    expect(new Set(kept).size).toBe(kept.length);
    expect(accepted.filter((key) => !kept.includes(key))).toEqual([]);
    const messages = JSON.stringify(sandbox.world.messages.filter(({ channel }) => channel === 'D0ADA'));
    expect(accepted.filter((key) => !messages.includes(`About ${key}`))).toEqual([]);
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
  },
  200_000,
);

test
  .skipIf(!possible)
  .each([
    ['is full', full, 'serve', /^The disk of \S+ is full\. Make room there\.\n$/],
    ['is full', full, 'db migrate', /^The disk of \S+ is full\. Make room there\.\n$/],
    [
      'is full and has no database',
      `rm reveille.db; ${full}`,
      'db migrate',
      /^The disk of \S+ is full\. Make room there\.\n$/,
    ],
    ...['serve', 'db migrate', 'apply team.yaml', 'export'].map((command): [string, string, string, RegExp] => [
      'can only be read',
      'mount -o remount,bind,ro .; cd ..',
      command,
      /^The database \S+ cannot be used: that disk can only be read\. DATABASE_URL names it\.\n$/,
    ]),
  ])('on a disk that %s (%s), %s says so in a sentence', async (_, then, command, said) => {
  const run = start(command.split(' '), settings, within(then));
  expect(await run.ended).toEqual({ code: 1, signal: null });
  expect(run.output()).toMatch(said);
});
