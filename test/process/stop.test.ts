import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server as Listener, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { freePort } from '../support/free-port.ts';
import { program, sayMissing } from '../support/programs.ts';
import {
  alertKey,
  endAll,
  errorsOf,
  type Process,
  readiness,
  runCommand,
  type Settings,
  sendAlert,
  start,
  startServer,
  teamFile,
} from './server.ts';

const curl = program('CURL', ['curl']);
const noCurl = sayMissing([curl]);
/** Nothing here is timed but the stopping: a slow machine may take this long over anything. */
const inTime = { timeout: 40_000 };
/** Docker kills after 10 s. https://docs.docker.com/reference/cli/docker/container/stop/ */
const stopWithin = 10_000;
const root = mkdtempSync(join(tmpdir(), 'reveille-stop-'));
let folder: string;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});

afterEach(async () => {
  await endAll();
  for (const end of ends.splice(0)) await end();
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const files = (): Settings => ({ PORT: '0', DATABASE_URL: `file:${folder}/reveille.db` });

async function openSandbox(port: number): Promise<Sandbox> {
  const sandbox = await startSandbox({ host: '127.0.0.1', port });
  ends.push(() => sandbox.close());
  return sandbox;
}

/** The settings of a server whose chat is a sandbox on that port, whether it is there or not; the account is made. */
async function settled(port: number, change: Settings = {}): Promise<Settings> {
  const settings = {
    ...files(),
    SLACK_BOT_TOKEN: 'xoxb-sandbox-not-a-secret',
    SLACK_APP_TOKEN: 'xapp-sandbox-not-a-secret',
    SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
    ...change,
  };
  const team = join(folder, 'team.yaml');
  writeFileSync(team, teamFile);
  await runCommand(['apply', team], settings);
  return settings;
}

const portOf = (sandbox: Sandbox): number => Number(new URL(sandbox.url).port);

/** Told to stop, it ends with 0; how long that took, in milliseconds. */
async function stop(server: Process): Promise<number> {
  const begun = performance.now();
  server.signal('SIGTERM');
  expect(await server.ended, server.output()).toEqual({ code: 0, signal: null });
  return performance.now() - begun;
}

/** The keys of the incidents. */
function keysIn(file = join(folder, 'reveille.db')): string[] {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare<[], string>('select key from incident order by key').pluck().all();
  } finally {
    database.close();
  }
}

const cardsIn = ({ world }: Sandbox): string[] =>
  world.messages.filter(({ channel, threadTs }) => channel === 'C0OPS' && threadTs === null).map(({ text }) => text);
const pagesIn = ({ world }: Sandbox): string[] =>
  world.messages.filter(({ channel }) => channel === 'D0ADA').map(({ text }) => text);

describe('told to stop', () => {
  test('under load, it answers what it has begun, ends with 0 and has kept whatever it accepted', async () => {
    const sandbox = await openSandbox(0);
    const settings = await settled(portOf(sandbox));
    const server = await startServer(settings);
    const held = await Promise.all(['held-1', 'held-2', 'held-3'].map((key) => holdAlert(server.address, key)));

    const accepted: string[] = [];
    const refused: number[] = [];
    let enough: () => void = () => {};
    const underLoad = new Promise<void>((resolve) => {
      enough = resolve;
    });
    // So few that the sandbox forgets none of what it was shown (500 messages in a channel).
    const senders = Array.from({ length: 4 }, async (_, sender) => {
      for (let at = 0; at < 50; at += 1) {
        const key = `load-${sender}-${at}`;
        const status = await sendAlert(server.address, key).catch(() => null);
        if (status === null) return;
        if (status === 202) accepted.push(key);
        else refused.push(status);
        if (accepted.length === 40) enough();
      }
    });
    await underLoad;

    const stopped = stop(server);
    await server.said('stopping');
    for (const { finish } of held) expect(await finish()).toBe(202);
    expect(await stopped).toBeLessThan(stopWithin);
    await Promise.all(senders);
    expect(refused.filter((status) => status !== 503)).toEqual([]);
    expect(errorsOf(server)).toEqual([]);
    expect(keysIn()).toEqual(expect.arrayContaining([...accepted, 'held-1', 'held-2', 'held-3']));

    const again = await startServer(settings);
    const keys = keysIn();
    await expect.poll(() => new Set(cardsIn(sandbox)).size, inTime).toBe(keys.length);
    await expect.poll(() => new Set(pagesIn(sandbox)).size, inTime).toBe(keys.length);
    await stop(again);
    expect(errorsOf(again)).toEqual([]);
  });

  test.each([
    ['is gone', false],
    ['takes every call and answers none', true],
  ])('while chat %s, it ends within seconds, and what it could not show is shown later', async (_, silent) => {
    const sandbox = await openSandbox(0);
    const port = portOf(sandbox);
    const settings = await settled(port);
    const server = await startServer(settings);
    await sandbox.close();
    const hole = silent ? await digHole(port) : null;
    expect(await sendAlert(server.address, 'cpu')).toBe(202);
    if (hole === null) await expect.poll(() => readiness(server.address), inTime).not.toEqual([]);
    // Its jobs are in the middle of a call that nobody will answer.
    else await expect.poll(() => hole.heard(), inTime).toContain('chat.postMessage');
    expect(await stop(server)).toBeLessThan(stopWithin);
    await hole?.close();

    const later = await openSandbox(port);
    const again = await startServer(settings);
    const shown = [expect.stringMatching(/^#1 Web shop: Something about cpu$/)];
    await expect.poll(() => cardsIn(later), inTime).toEqual(shown);
    await expect.poll(() => pagesIn(later), inTime).toEqual(shown);
    await stop(again);
  });
});

/** An alert whose head the server has taken in (it has said `100 Continue`) and whose body is still to come. */
async function holdAlert(address: string, key: string): Promise<{ finish(): Promise<number> }> {
  const payload = { summary: `Something about ${key}`, source: 'web-3', severity: 'critical' };
  const body = JSON.stringify({ routing_key: alertKey, event_action: 'trigger', dedup_key: key, payload });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    expect: '100-continue',
  };
  const call = request(`${address}/v2/enqueue`, { method: 'POST', headers });
  const answered = new Promise<number>((resolve, reject) => {
    call.once('error', reject);
    call.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
  });
  // Whoever waits for it hears of a failure in time.
  answered.catch(() => {});
  const taken = new Promise((resolve) => call.once('continue', resolve));
  call.flushHeaders();
  await Promise.race([taken, answered]);
  return {
    finish: () => {
      call.end(body);
      return answered;
    },
  };
}

interface Hole {
  /** Everything that was sent to it. */
  heard(): string;
  close(): Promise<void>;
}

/** Takes every connection and never answers. */
async function digHole(port: number): Promise<Hole> {
  let heard = '';
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
  });
  await listening(server, port);
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  ends.push(close);
  return { heard: () => heard, close };
}

async function listening(server: Listener, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

describe('started', () => {
  test('without chat, it takes alerts and says what is wrong; with chat, it shows them', async () => {
    const port = await freePort();
    const server = await startServer(await settled(port));
    expect(await readiness(server.address)).toEqual([
      expect.stringContaining(`Slack cannot be reached at 127.0.0.1:${port} since `),
    ]);
    expect(await sendAlert(server.address, 'cpu')).toBe(202);
    const sandbox = await openSandbox(port);
    const shown = [expect.stringMatching(/^#1 Web shop: Something about cpu$/)];
    await expect.poll(() => cardsIn(sandbox), inTime).toEqual(shown);
    await expect.poll(() => pagesIn(sandbox), inTime).toEqual(shown);
    await expect.poll(() => readiness(server.address), inTime).toEqual([]);
    await stop(server);
  });

  test.each([
    ['SLACK_BOT_TOKEN', `xoxb-${randomBytes(12).toString('hex')}`],
    ['SLACK_APP_TOKEN', `xapp-${randomBytes(12).toString('hex')}`],
  ])('with a wrong %s, it says so in a sentence and ends', async (name, token) => {
    const sandbox = await openSandbox(0);
    const run = start(['serve'], await settled(portOf(sandbox), { [name]: token }));
    expect(await run.ended).toEqual({ code: 1, signal: null });
    expect(run.output()).toMatch(
      new RegExp(`^Slack does not accept ${name} \\(invalid_auth\\)\\. .+ start again\\.$`, 'm'),
    );
    expect(run.output()).not.toMatch(/\n\s+at |"stack"/);
    expect(run.output()).not.toContain(token);
  });

  test.each(['SANDBOX_PORT', 'PORT'])('with a %s that is taken, it names it and ends', async (name) => {
    const taken = createServer();
    await listening(taken, 0);
    ends.push(() => new Promise((resolve) => taken.close(resolve)));
    const address = taken.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const run = start(['serve'], { ...files(), SANDBOX_PORT: '0', [name]: port });
    expect(await run.ended).toEqual({ code: 1, signal: null });
    expect(run.output()).toMatch(
      new RegExp(`^(The sandbox cannot listen on port|PORT) ${port}\\b.*taken.*\\b${name} to a`, 'm'),
    );
    expect(run.output()).not.toMatch(/\n\s+at |"stack"/);
  });
});

describe.skipIf(noCurl)('with no tokens at all', () => {
  test('it is the sandbox, prints a line that works, and after a restart knows its key and its world', async () => {
    const settings = { ...files(), SANDBOX_PORT: '0' };
    const server = await startServer(settings);
    const first = await greeting(server);
    expect((await fetch(first.page)).headers.get('content-type')).toContain('text/html');
    expect(await shell(first.line)).toMatchObject({ key: 'cpu' });
    // The card, the line under it, and Ada's page.
    await expect.poll(() => wordsIn(first.page), inTime).toHaveLength(3);
    await stop(server);
    const kept = worldFile();
    expect(kept).toEqual(expect.arrayContaining([expect.stringMatching(/^#1 Web shop: CPU on web-3/)]));

    const again = await startServer(settings);
    const second = await greeting(again);
    expect(second.key).toBe(first.key);
    expect(await wordsIn(second.page)).toEqual(kept);
    // The same alert again: the incident is known, and so is its card.
    expect(await shell(second.line)).toMatchObject({ key: 'cpu' });
    await stop(again);
    expect(keysIn()).toEqual(['cpu']);
    expect(worldFile()).toEqual(kept);
  });
});

/** What it prints at the start, for a person. */
async function greeting(server: Process): Promise<{ page: string; key: string; line: string }> {
  const printed = /Open this page: +(\S+)\n +Integration key: +(\S+)\n +Fire an alert:\n\n(curl [^\n]+\n[^\n]+)\n/;
  const [, page = '', key = '', line = ''] = await vi.waitFor(() => {
    const found = printed.exec(server.output());
    if (found === null) throw new Error(server.output());
    return found;
  }, inTime);
  return { page, key, line };
}

async function shell(line: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', line]);
  return JSON.parse(stdout);
}

/** The texts of the messages that the page is shown when it opens. */
async function wordsIn(page: string): Promise<string[]> {
  const response = await fetch(`${page}/page/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let found: RegExpExecArray | null = null; found === null; found = /^data: (.+)\n\n/m.exec(text)) {
    const read = await reader?.read();
    if (read === undefined || read.done) throw new Error('the page was shown nothing');
    text += read.value;
  }
  await reader?.cancel();
  return textsOf(/^data: (.+)\n\n/m.exec(text)?.[1] ?? '');
}

function worldFile(): string[] {
  return textsOf(readFileSync(join(folder, 'sandbox-world.json'), 'utf8'));
}

function textsOf(world: string): string[] {
  const { messages }: { messages: { text: string }[] } = JSON.parse(world);
  return messages.map(({ text }) => text);
}
