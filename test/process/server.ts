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
}

export interface Server extends Process {
  /** `http://127.0.0.1:…` */
  readonly address: string;
}

const logLine = z.looseObject({ level: z.number(), msg: z.string() });
export type LogLine = z.infer<typeof logLine>;

/** pino's number of `error`. https://getpino.io/#/docs/api?id=loggerlevel-string-gettersetter */
const errorLevel = 50;

export function errorsOf(process: Process): readonly LogLine[] {
  return process.logged().filter((line) => line.level >= errorLevel);
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
  const process = start(['serve'], settings);
  const { address } = z.looseObject({ address: z.string() }).parse(await process.said('ready to take alerts'));
  return { ...process, address };
}

/** Runs a command to its end; throws with its output unless it ends with 0. */
export async function runCommand(words: readonly string[], settings: Settings): Promise<string> {
  const process = start(words, settings);
  const { code } = await process.ended;
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${process.output()}`);
  return process.output();
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
