import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../src/lib/package-root.ts';
import { startStubSlack } from './stub-slack.ts';

/**
 * From an accepted alert to `chat.postMessage` on the wire: 50 alerts a second over 60 services, channels and persons, against
 * the built server in a process of its own. Run: npm run bench
 */
const perSecond = 50;
const forSeconds = 20;
const services = 60;

const main = join(packageRoot, 'dist', 'src', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'));
const slack = await startStubSlack();
const two = (index: number): string => String(index).padStart(2, '0');
const keyOf = (index: number): string => `bench${two(index)}`.padEnd(32, 'x');
const each = Array.from({ length: services }, (_, index) => index);
writeFileSync(
  join(folder, 'team.yaml'),
  JSON.stringify({
    account: 'bench',
    people: Object.fromEntries(each.map((i) => [`p${i}`, { name: `Person ${i}`, zone: 'UTC', slack: `U0P${two(i)}` }])),
    policies: Object.fromEntries(each.map((i) => [`p${i}`, { rules: [{ page: [`person/p${i}`], wait: '1h' }] }])),
    services: Object.fromEntries(
      each.map((i) => [
        `s${i}`,
        {
          name: `Service ${i}`,
          policy: `p${i}`,
          channel: { slack: `C0S${two(i)}` },
          keys: [{ name: 'k', value: keyOf(i) }],
        },
      ]),
    ),
  }),
);
const env = {
  PATH: process.env.PATH ?? '',
  DATABASE_URL: `file:${join(folder, 'bench.db')}`,
  PORT: '0',
  LOG_FORMAT: 'json',
  SLACK_API_URL: slack.apiUrl,
  SLACK_BOT_TOKEN: 'xoxb-bench',
  SLACK_APP_TOKEN: 'xapp-bench',
};
const applying = spawn(process.execPath, [main, 'apply', join(folder, 'team.yaml')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
await new Promise((resolve) => applying.once('close', resolve));
const server = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise<string>((resolve) => {
  let printed = '';
  server.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    const found = /"address":"([^"]+)","msg":"ready/.exec(printed)?.[1];
    if (found !== undefined) resolve(found);
  });
});

interface Fired {
  readonly sent: number;
  accepted: number;
}
const fired = new Map<string, Fired>();
async function fire(index: number): Promise<void> {
  const name = `alert-${index}.`;
  const one: Fired = { sent: performance.now(), accepted: Number.NaN };
  fired.set(name, one);
  const response = await fetch(`${address}/v2/enqueue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      routing_key: keyOf(index % services),
      event_action: 'trigger',
      dedup_key: name,
      payload: { summary: name, source: 'bench', severity: 'critical' },
    }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`refused: ${response.status}`);
  one.accepted = performance.now();
}

// The first second warms up and is not counted.
const total = perSecond * (forSeconds + 1);
const begun = performance.now();
const answers: Promise<void>[] = [];
for (let index = 0; index < total; index += 1) {
  const due = begun + (index * 1000) / perSecond;
  await wait(Math.max(0, due - performance.now()));
  answers.push(fire(index));
}
await Promise.all(answers);
const posts = () => slack.arrived.filter((call) => call.method === 'chat.postMessage');
// A card, a thread line and a direct message for each.
while (posts().length < total * 3) await wait(50);

const first = new Map<string, { card: number; page: number }>();
for (const call of posts()) {
  const name = /alert-\d+\./.exec(call.body.get('text') ?? '')?.[0];
  if (name === undefined || !(call.body.get('blocks') ?? '').includes('actions')) continue;
  const known = first.get(name) ?? { card: Number.NaN, page: Number.NaN };
  const channel = call.body.get('channel') ?? '';
  first.set(name, channel.startsWith('C') ? { ...known, card: call.at } : { ...known, page: call.at });
}
const counted = [...fired].slice(perSecond);
const rows: [string, number[]][] = [
  ['sent → accepted (202)', counted.map(([, one]) => one.accepted - one.sent)],
  ['accepted → card on the wire', counted.map(([name, one]) => (first.get(name)?.card ?? Number.NaN) - one.accepted)],
  ['accepted → page on the wire', counted.map(([name, one]) => (first.get(name)?.page ?? Number.NaN) - one.accepted)],
];
const at = (values: readonly number[], share: number): string =>
  (
    values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
  ).toFixed(1);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
print(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, SQLite, synchronous=FULL`,
);
print(`${counted.length} alerts at ${perSecond}/s over ${services} services, channels and persons; milliseconds`);
print('| what | p50 | p99 | max |\n|---|---|---|---|');
for (const [what, values] of rows) print(`| ${what} | ${at(values, 0.5)} | ${at(values, 0.99)} | ${at(values, 1)} |`);

server.kill('SIGTERM');
await new Promise((resolve) => server.once('close', resolve));
await slack.close();
rmSync(folder, { recursive: true, force: true });
