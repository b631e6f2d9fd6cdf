import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { freePort } from '../support/free-port.ts';
import {
  type Action,
  endAll,
  errorsOf,
  type LogLine,
  readiness,
  runCommand,
  type Settings,
  start,
  startServer,
  teamFile,
} from './server.ts';
import { lamps, unsettled, untilAccepted } from './truth.ts';

const rounds = 20;
/** At the beginning of a round, and again just before the kill, so that some are under way at that moment. */
const early = 5;
const late = 3;
/** A test that failed is run again with the same moments by KILL_SEED. */
const seed = Number(process.env.KILL_SEED ?? randomInt(2 ** 31));

const folder = mkdtempSync(join(tmpdir(), 'reveille-kill-'));
const file = join(folder, 'reveille.db');
let sandbox: Sandbox;
let settings: Settings;
let address: string;

beforeAll(async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  settings = {
    PORT: String(port),
    DATABASE_URL: `file:${file}`,
    SLACK_BOT_TOKEN: sandbox.slack.botToken,
    SLACK_APP_TOKEN: sandbox.slack.appToken,
    SLACK_API_URL: sandbox.slack.apiUrl,
  };
  const team = join(folder, 'team.yaml');
  writeFileSync(team, teamFile);
  await runCommand(['apply', team], settings);
});

afterAll(async () => {
  await endAll();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

test(`alerts go on coming while the server is killed ${rounds} times (KILL_SEED=${seed})`, {
  timeout: 240_000,
}, async () => {
  const random = seeded(seed);
  const keys: string[] = [];
  const sent: Promise<void>[] = [];
  const errors: LogLine[] = [];
  const complain = vi.fn<(error: unknown) => void>();
  /** In the background; whatever could not be sent at all is told at the end. */
  const send = (key: string, action: Action = 'trigger'): Promise<void> => {
    const sending = untilAccepted(address, key, action);
    sending.catch(complain);
    sent.push(sending);
    return sending;
  };
  const fire = (round: number, name: string, count: number): Promise<void>[] =>
    Array.from({ length: count }, (_, at) => {
      const key = `round-${round}-${name}-${at}`;
      keys.push(key);
      return send(key);
    });

  let before: readonly Promise<void>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const server = start(['serve'], settings);
    // Whatever the last kill left unanswered is in by now; two of it are answered by the tool, one is over.
    const answers = Promise.all(before).then(() => {
      if (round === 1) return;
      void send(`round-${round - 1}-early-0`, 'acknowledge');
      void send(`round-${round - 1}-early-1`, 'resolve');
      void send(`round-${round - 1}-late-0`, 'acknowledge');
    });
    answers.catch(complain);
    const first = fire(round, 'early', early);
    await Promise.race(first);
    await moment(20 + Math.floor(random() * 360));
    const last = fire(round, 'late', late);
    await moment(Math.floor(random() * 20));
    server.signal('SIGKILL');
    expect(await server.ended).toEqual({ code: null, signal: 'SIGKILL' });
    errors.push(...errorsOf(server));
    before = [...first, ...last, answers];
  }

  const server = await startServer(settings);
  await Promise.all(before);
  await Promise.all(sent);
  expect(complain).not.toHaveBeenCalled();
  const database = new Database(file, { readonly: true });
  await expect.poll(() => unsettled(database), { timeout: 60_000 }).toEqual([]);

  // None is lost, and none is there twice for one key.
  const incidents = incidentsOf(database);
  expect(incidents.map(({ key }) => key).sort()).toEqual([...keys].sort());
  expect(incidents.map(({ number }) => number)).toEqual(keys.map((_, at) => at + 1));
  const statuses = incidents.map(({ status }) => status);
  expect(statuses.filter((status) => status === 'acknowledged')).toHaveLength(2 * (rounds - 1));
  expect(statuses.filter((status) => status === 'resolved')).toHaveLength(rounds - 1);
  expect(database.prepare('select kind, failure from job where due_at is null').all()).toEqual([]);

  // The sandbox forgets the oldest of 500 messages in a channel; then nothing below could be counted.
  const ops = sandbox.world.messages.filter(({ channel }) => channel === 'C0OPS');
  expect(ops.length).toBeLessThan(500);
  const cards = ops.filter(({ threadTs }) => threadTs === null);
  const pages = sandbox.world.messages.filter(({ channel }) => channel === 'D0ADA');
  for (const { key, number, status, message } of incidents) {
    const about = new RegExp(`#${number} Web shop: Something about ${key}$`);
    const card = cards
      .filter(({ ts }) => ts === message)
      .map(({ text, blocks }) => `${JSON.stringify(blocks)} ${text}`);
    expect(card, `the card of #${number}`).toEqual([expect.stringMatching(about)]);
    expect(card[0], `the card of #${number}`).toContain(lamps[status]);
    if (status === 'triggered') {
      expect(card[0], `the card of #${number}`).toMatch(/Ada Lovelace\* paged [^"]+ by DM ✓/);
      expect(pages.filter(({ text }) => about.test(text)).length, `the pages of #${number}`).toBeGreaterThan(0);
    }
  }

  // At least once, and bounded: what was posted in the moment of a kill, before it was written down, is posted again.
  const twice = { cards: cards.length - incidents.length, lines: 0, pages: 0 };
  twice.lines = ops.length - cards.length - incidents.length;
  twice.pages = pages.length - new Set(pages.map(({ text }) => text)).size;
  process.stdout.write(`posted twice over ${rounds} kills: ${JSON.stringify(twice)}\n`);
  expect(twice.cards, 'one channel shows one thing at a time').toBeLessThanOrEqual(rounds);
  expect(twice.lines).toBeLessThanOrEqual(rounds);
  expect(twice.pages).toBeLessThanOrEqual(rounds * early);

  await expect.poll(() => readiness(address), { timeout: 30_000 }).toEqual([]);
  expect([...errors, ...errorsOf(server)]).toEqual([]);
  database.close();
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

interface Row {
  readonly key: string;
  readonly number: number;
  readonly status: string;
  readonly message: string;
}

/** In the order of their numbers, with the message that is the card of each. */
function incidentsOf(database: Database.Database): readonly Row[] {
  return database
    .prepare<[], Row>(
      `select incident.key, number, incident.status, message
       from incident left join mirror on incident_id = incident.id and page_id is null order by number`,
    )
    .all();
}

/** mulberry32: from 0 to below 1, the same for the same seed. */
function seeded(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
