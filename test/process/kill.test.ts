import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { fire, type Running, run } from './program.ts';

const key = 'killkillkillkillkillkillkillkill';
const rounds = 20;
const perRound = 6;
const folder = mkdtempSync(join(tmpdir(), 'reveille-kill-'));
const file = join(folder, 'reveille.db');
let sandbox: Sandbox;
let env: Record<string, string>;

const team = `
account: acme
people:
  ada: { name: Ada, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, slack: U0BO }
policies:
  default: { rules: [{ page: [person/ada], wait: 1h }, { page: [person/bo], wait: 1h }] }
services:
  web: { name: Web shop, policy: default, channel: { slack: C0OPS }, keys: [{ name: test, value: ${key} }] }
`;

beforeAll(async () => {
  sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  const { apiUrl, botToken, appToken } = sandbox.slack;
  env = {
    DATABASE_URL: `file:${file}`,
    PORT: '0',
    SLACK_API_URL: apiUrl,
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
  };
  writeFileSync(join(folder, 'team.yaml'), team);
  expect(await run(['apply', join(folder, 'team.yaml')], env).over).toBe(0);
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A seeded generator (mulberry32), so that a failing run can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const count = z.object({ n: z.number() });
const numbers = z.array(z.object({ number: z.number(), key: z.string() }));

test('killed twenty times under load: no accepted alert is lost, and whoever should be paged is paged', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const random = seeded(seed);
  let server: Running | null = null;
  let address: string | null = null;
  const begin = async (): Promise<void> => {
    const started = run(['serve'], env);
    server = started;
    address = await started.ready;
  };
  const accepted: string[] = [];
  const fires: Promise<void>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await begin();
    const first = Promise.race(
      Array.from({ length: perRound }, (_, index) => {
        const name = `alert-${round}-${index}`;
        const fired = fire(() => address, key, name, `Problem ${name}.`).then(() => {
          accepted.push(name);
        });
        fires.push(fired);
        return fired;
      }),
    );
    await first;
    // The random moment is what is tested.
    await new Promise((resolve) => setTimeout(resolve, 5 + random() * 300));
    const killed: Running | null = server;
    address = null;
    (killed as Running | null)?.child.kill('SIGKILL');
    await (killed as Running | null)?.over;
  }
  await begin();
  await Promise.all(fires);
  expect(accepted).toHaveLength(rounds * perRound);

  const database = new Database(file, { readonly: true });
  const ask = (text: string): number => count.parse(database.prepare(text).get()).n;
  const told = `seed ${seed}`;
  await vi.waitFor(
    () => {
      expect(ask("select count(*) n from delivery where status <> 'sent'"), told).toBe(0);
      expect(ask("select count(*) n from mirror where status <> 'shown'"), told).toBe(0);
      expect(ask("select count(*) n from line where status <> 'shown'"), told).toBe(0);
    },
    { timeout: 45_000, interval: 200 },
  );
  const incidents = numbers.parse(database.prepare('select number, key from incident order by number').all());
  expect(incidents.map((incident) => incident.key).toSorted(), told).toEqual(accepted.toSorted());
  expect(incidents.map((incident) => incident.number)).toEqual(accepted.map((_, index) => index + 1));
  expect(ask('select count(*) n from job where due_at is null')).toBe(0);

  const texts = (channel: string): string[] =>
    sandbox.world.messages
      .filter((message) => message.channel === channel)
      .map((message) => JSON.stringify(message.blocks ?? message.text));
  const dm = sandbox.world.channels.find((channel) => channel.id.startsWith('D'))?.id ?? '';
  for (const name of accepted) {
    const cards = texts('C0OPS').filter((text) => text.includes(`Problem ${name}.`) && text.includes('actions'));
    expect(cards.length, `cards of ${name}, ${told}`).toBeGreaterThanOrEqual(1);
    expect(
      cards.some((text) => text.includes('by DM ✓')),
      `a true card of ${name}, ${told}`,
    ).toBe(true);
    expect(
      texts(dm).some((text) => text.includes(`Problem ${name}.`)),
      `page of ${name}, ${told}`,
    ).toBe(true);
  }
  // A kill between a post and its record posts twice; there is at most one such moment for each worker and kill.
  const doubles = texts(dm).length - accepted.length;
  expect(doubles, told).toBeLessThanOrEqual(rounds * 16);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  database.close();
  const last = server as Running | null;
  last?.child.kill('SIGTERM');
  expect(await last?.over).toBe(0);
}, 180_000);
