/**
 * How long an alert takes from its sender to Slack: `npx tsc -b && npx tsx bench/page-latency.ts`.
 * The real built server, with its files on this disk; Slack is a stub in this process that accepts everything at once and
 * limits nothing, so that only our own time is measured. The load is open: a slow answer delays no later alert.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as until } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { endAll, errorsOf, runCommand, startServer } from '../test/process/server.ts';

const perSecond = Number(process.env.RATE ?? 50);
const seconds = Number(process.env.SECONDS ?? 30);
const services = 60;
/** Sent before, and not counted: the server has compiled what it runs by then. */
const warmUp = perSecond * 5;

/** Milliseconds of `performance.now()`, by the alert's key. */
type Times = Map<string, number>;
interface Seen {
  readonly sent: Times;
  readonly accepted: Times;
  readonly card: Times;
  readonly page: Times;
}

const keyOf = (service: number): string => `bench${String(service).padStart(27, '0')}`;

function teamFile(): string {
  const each = Array.from(
    { length: services },
    (_, at) =>
      `  s${at}: { name: Service ${at}, policy: default, channel: { slack: C0BENCH${at} }, keys: [{ name: bench, value: ${keyOf(at)} }] }`,
  );
  return `
account: bench
connect: { slack: T0BENCH }
people:
  ada: { name: Ada, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo, zone: America/Chicago, slack: U0BO }
policies:
  default: { rules: [{ page: [person/ada], wait: 1h }, { page: [person/bo], wait: 1h }] }
services:
${each.join('\n')}
`;
}

/** Slack, as far as the server asks for it; notes when the first message about each alert arrives, before it is read. */
async function startStub(seen: Seen): Promise<{ url: string; stop(): void }> {
  let ts = 1_000_000;
  const answers: Readonly<Record<string, (args: URLSearchParams) => object>> = {
    'auth.test': () => ({ team_id: 'T0BENCH', team: 'Bench', user_id: 'U0REVEILLE', bot_id: 'B0REVEILLE' }),
    'apps.connections.open': () => ({ url: `${url.replace('http', 'ws')}/link` }),
    'conversations.open': (args) => ({ channel: { id: `${args.get('users')}`.replace(/^U/, 'D') } }),
    'chat.postMessage': (args) => ({ channel: args.get('channel'), ts: `1700000000.${ts++}` }),
    'chat.update': (args) => ({ channel: args.get('channel'), ts: args.get('ts') }),
  };
  const server = createServer(async (incoming, outgoing) => {
    const at = performance.now();
    const method = incoming.url?.split('/').at(-1) ?? '';
    const args = new URLSearchParams(await textOf(incoming));
    if (method === 'chat.postMessage' && !args.has('thread_ts')) {
      const key = /alert-\d+/.exec(args.get('text') ?? '')?.[0] ?? '';
      const times = args.get('channel')?.startsWith('D') ? seen.page : seen.card;
      if (!times.has(key)) times.set(key, at);
    }
    const answer = answers[method];
    const body = answer === undefined ? { ok: false, error: 'unknown_method' } : { ok: true, ...answer(args) };
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.keepAliveTimeout = 60_000;
  const links = new WebSocketServer({ server, path: '/link' });
  links.on('connection', (link) => link.send(JSON.stringify({ type: 'hello', num_connections: 1 })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    stop: () => {
      for (const link of links.clients) link.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text;
}

function fire(address: string, agent: Agent, seen: Seen, at: number): Promise<void> {
  const key = `alert-${at}`;
  const payload = { summary: `CPU above 95 % ${key}`, source: 'web-3', severity: 'critical' };
  const event = { routing_key: keyOf(at % services), event_action: 'trigger', dedup_key: key, payload };
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request(`${address}/v2/enqueue`, { method: 'POST', agent, headers }, (response) => {
      seen.accepted.set(key, performance.now());
      response.resume();
      if (response.statusCode === 202) resolve();
      else reject(new Error(`${key} was answered ${response.statusCode}`));
    });
    call.once('error', reject);
    seen.sent.set(key, performance.now());
    call.end(JSON.stringify(event));
  });
}

async function load(address: string, seen: Seen): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const calls: Promise<void>[] = [];
  const begun = performance.now();
  for (let at = 0; at < warmUp + perSecond * seconds; at += 1) {
    const early = begun + (at * 1000) / perSecond - performance.now();
    if (early > 0) await until(early);
    calls.push(fire(address, agent, seen, at));
  }
  await Promise.all(calls);
  for (let tries = 0; seen.card.size < calls.length || seen.page.size < calls.length; tries += 1) {
    if (tries === 300)
      throw new Error(`${seen.card.size} cards and ${seen.page.size} pages of ${calls.length} arrived`);
    await until(100);
  }
  agent.destroy();
}

function row(name: string, from: Times, to: Times): string {
  const took = [...from]
    .slice(warmUp)
    .map(([key, since]) => (to.get(key) ?? Number.NaN) - since)
    .sort((a, b) => a - b);
  const part = (share: number): string =>
    (took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(1);
  return `| ${name} | ${[0.5, 0.9, 0.99, 1].map(part).join(' | ')} |`;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'));
const seen: Seen = { sent: new Map(), accepted: new Map(), card: new Map(), page: new Map() };
const stub = await startStub(seen);
try {
  const settings = {
    PORT: '0',
    DATABASE_URL: `file:${folder}/reveille.db`,
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_APP_TOKEN: 'xapp-bench',
    SLACK_API_URL: `${stub.url}/api/`,
    ...(process.env.NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS: process.env.NODE_OPTIONS }),
  };
  writeFileSync(join(folder, 'team.yaml'), teamFile());
  await runCommand(['apply', join(folder, 'team.yaml')], settings);
  const server = await startServer(settings);
  await load(server.address, seen);
  server.signal('SIGTERM');
  await server.ended;
  for (const line of errorsOf(server)) say(JSON.stringify(line));
  const [cpu] = cpus();
  say(`${cpu?.model.trim()}, ${cpus().length} cores, Node ${process.version}, ${process.platform}; Slack is a stub.`);
  say(`${perSecond} alerts/s over ${services} services, each with a channel, for ${seconds} s. Milliseconds.\n`);
  say('| from → to | p50 | p90 | p99 | most |\n|---|---:|---:|---:|---:|');
  say(row('alert sent → 202 back', seen.sent, seen.accepted));
  say(row('202 back → card at Slack', seen.accepted, seen.card));
  say(row('alert sent → card at Slack', seen.sent, seen.card));
  say(row('alert sent → page (DM) at Slack', seen.sent, seen.page));
} finally {
  await endAll();
  stub.stop();
  rmSync(folder, { recursive: true, force: true });
}
