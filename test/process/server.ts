import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../src/lib/package-root.ts';

const main = join(packageRoot, 'dist', 'src', 'main.js');

/** Settings of a process of ours; nothing of this process's own environment is handed on but the PATH. */
export type Settings = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of ours, built and started as an operator does. */
export interface Process {
  /** Everything that it has written so far, in the order in which it came. */
  output(): string;
  /** Its lines of log, where LOG_FORMAT is json. */
  logged(): readonly LogLine[];
  /** Resolves with the first line of log that has this message; rejects when the process ends before. */
  said(message: string): Promise<LogLine>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Exit>;
  readonly pid: number;
}

export interface Server extends Process {
  /** `http://127.0.0.1:…` */
  readonly address: string;
}

const logLine = z.looseObject({ level: z.number(), msg: z.string() });
export type LogLine = z.infer<typeof logLine>;

/** pino's number of `error`. https://getpino.io/#/docs/api?id=loggerlevel-string-gettersetter */
const errorLevel = 50;

export function errorsOf(run: Process): readonly LogLine[] {
  return run.logged().filter((line) => line.level >= errorLevel);
}

/** `node dist/src/main.js …words`. */
export function start(words: readonly string[], settings: Settings): Process {
  const env = { PATH: process.env.PATH ?? '', LOG_FORMAT: 'json', ...settings };
  const child = spawn(process.execPath, [main, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  living.add(child);
  let output = '';
  const listeners = new Set<() => void>();
  const take = (chunk: string): void => {
    output += chunk;
    for (const listener of [...listeners]) listener();
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  // `close`, not `exit`: by then everything that it wrote has been read.
  const ended = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      living.delete(child);
      resolve({ code, signal });
    });
  });
  const logged = (): readonly LogLine[] => output.split('\n').flatMap(parseLine);
  return {
    output: () => output,
    logged,
    said: (message) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = logged().find((line) => line.msg === message);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        void ended.then(({ code, signal }) =>
          reject(new Error(`it ended (${code ?? signal}) before it said "${message}":\n${output}`)),
        );
        look();
      }),
    signal: (signal) => void child.kill(signal),
    ended,
    pid: child.pid ?? 0,
  };
}

/** The whole line has arrived once another begins; half of one does not parse. */
function parseLine(text: string): LogLine[] {
  if (!text.startsWith('{') || !text.endsWith('}')) return [];
  try {
    return [logLine.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

/** A server that has said that it is ready. Rejects with its whole output when it ends before. */
export async function startServer(settings: Settings): Promise<Server> {
  const run = start(['serve'], settings);
  const { address } = z.looseObject({ address: z.string() }).parse(await run.said('ready to take alerts'));
  return { ...run, address };
}

/** Runs a command to its end; throws with its output unless it ends with 0. */
export async function runCommand(words: readonly string[], settings: Settings): Promise<string> {
  const run = start(words, settings);
  const { code } = await run.ended;
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${run.output()}`);
  return run.output();
}

/** An account in the sandbox's workspace: Ada is paged first, and nobody else within a test. */
export const alertKey = 'aaaabbbbccccddddeeeeffffgggg2222';
export const teamFile = `
account: acme
connect: { slack: T0SANDBOX }
people:
  ada: { name: Ada Lovelace, email: ada@example.com, zone: Europe/London, role: owner, slack: U0ADA }
  bo: { name: Bo Diddley, email: bo@example.com, zone: America/Chicago, slack: U0BO }
policies:
  default:
    rules:
      - { page: [person/ada], wait: 1h }
      - { page: [person/bo], wait: 1h }
services:
  web:
    name: Web shop
    policy: default
    channel: { slack: C0OPS }
    keys:
      - { name: alertmanager, value: ${alertKey} }
`;

export type Action = 'trigger' | 'acknowledge' | 'resolve';

/** One event, as a monitoring tool sends it (PagerDuty Events v2); the status of the answer. Rejects where there is none. */
export async function sendAlert(address: string, key: string, action: Action = 'trigger'): Promise<number> {
  const payload = { summary: `Something about ${key}`, source: 'web-3', severity: 'critical' };
  const event = { routing_key: alertKey, event_action: action, dedup_key: key };
  const response = await fetch(`${address}/v2/enqueue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action === 'trigger' ? { ...event, payload } : event),
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
  return response.status;
}

/** What `GET /readyz` says: empty when ready. */
export async function readiness(address: string): Promise<readonly string[]> {
  const response = await fetch(`${address}/readyz`);
  const answer = z
    .object({ ready: z.boolean(), reasons: z.array(z.string()).default([]) })
    .parse(await response.json());
  if (answer.ready !== (response.status === 200)) throw new Error(`/readyz answered ${response.status} and ${answer}`);
  return answer.reasons;
}

const living = new Set<ChildProcess>();

/** For `afterAll` and `afterEach`: nothing that was started here lives on, however the test ended. */
export async function endAll(): Promise<void> {
  await Promise.all(
    [...living].map(async (child) => {
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await closed;
    }),
  );
}
