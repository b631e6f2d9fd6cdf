import { createHttpServer, type HttpServer } from '../../adapters/http/server.ts';
import { createSlack } from '../../adapters/slack/slack.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Chat } from '../../src/chat/adapter.ts';
import type { Card, Words } from '../../src/chat/card.ts';
import type { ChatCore, ChatPort, Command, Outcome, Press } from '../../src/chat/port.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { ok } from '../../src/lib/result.ts';
import { noForms } from './no-forms.ts';

/** The core as Slack's adapter sees it: what it was told, and what it shall answer. */
export interface RecordingCore extends ChatCore {
  readonly commands: Command[];
  readonly presses: Press[];
  readonly workspaces: string[];
  /** Every delivery that it was asked about, also those that it had seen. */
  readonly deliveries: string[];
  answer: () => Promise<Words | null>;
  strange: string | null;
}

export function recordingCore(): RecordingCore {
  const core: RecordingCore = {
    ...noForms,
    commands: [],
    presses: [],
    workspaces: [],
    deliveries: [],
    answer: async () => null,
    strange: null,
    press: async (press) => {
      core.presses.push(press);
      return await core.answer();
    },
    command: async (command) => {
      core.commands.push(command);
      return await core.answer();
    },
    connected: async (platform, workspace, name) => {
      core.workspaces.push(`${platform} ${workspace} ${name}`);
      return core.strange;
    },
    firstTime: async (_platform, delivery) => core.deliveries.push(delivery) - 1 === core.deliveries.indexOf(delivery),
  };
  return core;
}

interface Line {
  readonly level: string;
  readonly message: string;
  readonly details: object;
}

/** How people's presses and commands come from the sandbox to us. */
export type WayName = 'Socket Mode' | 'HTTP';

/** A sandbox, Slack's adapter on a recording core, and the web server where it needs one. */
export interface SlackPlace {
  readonly sandbox: Sandbox;
  readonly core: RecordingCore;
  readonly lines: Line[];
  /** Not started yet. */
  readonly slack: Chat;
  /** Where Slack sends its requests; null in Socket Mode. */
  readonly requestUrl: string | null;
  /** Stops as the process does: first nothing comes in, then what runs ends. */
  stop(): Promise<void>;
  close(): Promise<void>;
  complaints(): string[];
}

interface Change {
  readonly botToken?: string;
  readonly appToken?: string;
  readonly apiUrl?: string;
  readonly lookEvery?: number;
}

export async function openSlackPlace(way: WayName, change: Change = {}): Promise<SlackPlace> {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0 });
  const core = recordingCore();
  const lines: Line[] = [];
  const write = (level: string) => (details: object, message: string) => lines.push({ level, message, details });
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const { apiUrl, botToken, appToken } = sandbox.slack;
  const credentials = way === 'HTTP' ? { signingSecret: sandbox.signingSecret } : { appToken };
  const slack = createSlack({ apiUrl, botToken, core, log, clock: systemClock, ...credentials, ...change });
  const server = slack.route === null ? null : await serverFor(slack, log);
  if (server !== null) sandbox.setRequestUrl(server.url);
  const stop = async (): Promise<void> => {
    await server?.http.stop();
    await slack.stop();
  };
  return {
    sandbox,
    core,
    lines,
    slack,
    requestUrl: server?.url ?? null,
    stop,
    close: async () => {
      await stop();
      await sandbox.close();
      const said = JSON.stringify(lines, (_key, value) => (value instanceof Error ? String(value.stack) : value));
      for (const secret of [botToken, appToken, sandbox.signingSecret]) {
        if (said.includes(secret)) throw new Error('the log holds a secret');
      }
    },
    complaints: () => lines.filter(({ level }) => level === 'error').map(({ message }) => message),
  };
}

async function serverFor({ route }: Chat, log: Log): Promise<{ http: HttpServer; url: string }> {
  if (route === null) throw new Error('there is no route');
  const http = createHttpServer({
    intake: { receive: async () => ok([]) },
    changes: { record: async () => ok(null) },
    routes: [route],
    readiness: async () => [],
    metrics: async () => ({ contentType: 'text/plain', body: '' }),
    log,
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'https://reveille.example.com',
    newReference: () => 'ref_1',
    clock: systemClock,
  });
  const started = await http.start();
  if (!started.ok) throw new Error(started.refusal.message);
  return { http, url: `${started.value.address}${route.path}` };
}

export const token = 'rv1:acknowledge:inc_1';
export const card: Card = {
  condition: 'triggered',
  lock: '#1 Web shop: CPU high',
  head: ['🔴 ', { bold: '#1' }, ' CPU high'],
  aside: 'critical · Web shop',
  lines: [
    ['Since ', { time: 1_767_580_200_000 }],
    ['<!channel> is only text, ', { mention: 'U0BO', name: 'Bo' }, ' is not'],
  ],
  buttons: [{ label: 'Acknowledge', token, style: 'primary' }],
};
/** What a post of it is called. */
export const hints = { title: '#1 CPU high' };
export const hello: Words = { lines: [['hello ', { bold: 'Ada' }]] };
/** Longer than any reconnecting should take. */
export const soon = { timeout: 8000, interval: 20 };

export function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

export async function postCard(port: ChatPort): Promise<string> {
  return done(await port.post('C0OPS', { card }, hints)).message;
}

/** What only that person sees. */
export function said({ world }: Sandbox, person: string): string[] {
  return world.messages.filter(({ onlyFor }) => onlyFor === person).map(({ text }) => text);
}
