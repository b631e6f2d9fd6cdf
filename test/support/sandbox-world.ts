import { expect, vi } from 'vitest';
import { createSlack } from '../../adapters/slack/slack.ts';
import type { Fault } from '../../sandbox/faults/fault.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Log } from '../../src/lib/log.ts';
import type { SteppedClock } from './clock.ts';
import type { StrictLog } from './log.ts';
import { readMessage } from './read-message.ts';
import { makeStoryApp, type StoryApp } from './story-app.ts';
import { team } from './world.ts';

/** Longer than any reconnecting should take: the sockets are real, and so is the time that they need. */
const soon = { timeout: 15_000, interval: 10 };

/** A whole Reveille on a stepped clock, with the real Slack adapter, whose HTTP and sockets lead to a real sandbox. */
export interface SandboxWorld {
  readonly sandbox: Sandbox;
  readonly clock: SteppedClock;
  readonly log: StrictLog;
  alert: StoryApp['alert'];
  over: StoryApp['over'];
  /** Breaks Slack until it is mended. */
  breaks(fault: Lasting): void;
  mended(): void;
  /** Presses the button of that label on the newest message in the channel that shows one. */
  press(who: string, channel: string, label: string): Promise<void>;
  say(who: string, text: string): Promise<void>;
  /** What stands in the channel and is no reply, oldest first, as text. */
  shown(channel: string): readonly string[];
  /** What was said to this person alone, oldest first. */
  told(person: string): readonly string[];
  /** Calls of a method that were really done, for the channel where one is given. */
  done(method: string, channel?: string): number;
  /** Why Slack cannot be reached, as `/readyz` says it; null: it can. */
  trouble(): string | null;
  /** Resolves when both sockets stand again. */
  reconnected(): Promise<void>;
  /** Resolves when no socket is left. */
  cutOff(): Promise<void>;
  advance(ms: number): Promise<void>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A fault without its length. */
type Lasting = Fault extends infer Each ? (Each extends Fault ? Omit<Each, 'lasts'> : never) : never;

/** `broken`: what is wrong with Slack before Reveille starts. `callTimeout`: milliseconds that Reveille waits for an answer. */
export async function makeSandboxWorld(
  options: { broken?: Lasting; callTimeout?: number; team?: string; withoutScopes?: readonly string[] } = {},
): Promise<SandboxWorld> {
  const sandbox = await startSandbox({ host: '127.0.0.1', port: 0, withoutScopes: options.withoutScopes ?? [] });
  const breaks = (fault: Lasting): void => {
    sandbox.faults.begin({ ...fault, lasts: 'until-ended' });
  };
  if (options.broken !== undefined) breaks(options.broken);
  const story = await makeStoryApp((options.team ?? team).replace('T0ACME', sandbox.slack.teamId));
  const { app, clock, log, executor, ports, database } = story;
  const { apiUrl, botToken, appToken } = sandbox.slack;
  const { callTimeout = 10_000 } = options;
  const core = app.chat;
  const slack = createSlack({ apiUrl, botToken, appToken, core, log: ofOurs(log), clock: clock.now, callTimeout });
  ports.push(slack.port);
  const started = await slack.start();
  if (!started.ok) throw new Error(started.refusal.message);
  const connected = (many: number) => vi.waitFor(() => expect(sandbox.connections).toBe(many), soon);
  const here = (channel: string) =>
    sandbox.world.messages
      .filter((message) => message.channel === channel && message.threadTs === null && message.onlyFor === null)
      .map((message) => ({ ...readMessage(message), ts: message.ts }));

  return {
    sandbox,
    breaks,
    mended: () => void sandbox.faults.mendAll(),
    clock,
    log,
    alert: story.alert,
    over: story.over,
    press: async (person, channel, label) => {
      const found = here(channel).findLast(({ buttons }) => buttons.has(label));
      if (found === undefined) throw new Error(`nothing in ${channel} has a button ${label}`);
      await sandbox.press({ person, channel, ts: found.ts, actionId: found.buttons.get(label) ?? '' });
      await executor.settle();
    },
    say: async (person, text) => {
      await sandbox.command({ person, channel: 'C0OPS', text });
      await executor.settle();
    },
    shown: (channel) => here(channel).map(({ text }) => text),
    told: (person) => sandbox.world.messages.filter(({ onlyFor }) => onlyFor === person).map(({ text }) => text),
    done: (method, channel) =>
      sandbox.calls
        .filter((call) => call.ok && call.method === method)
        .filter((call) => channel === undefined || channelOf(call.args) === channel).length,
    trouble: () => slack.port.trouble(),
    reconnected: () => connected(2),
    cutOff: () => connected(0),
    advance: (ms) => executor.advance(clock.now() + ms),
    settle: () => executor.settle(),
    close: async () => {
      await slack.stop();
      await sandbox.close();
      await database.close();
      log.expectQuiet();
    },
  };
}

function channelOf(args: unknown): unknown {
  return typeof args === 'object' && args !== null && 'channel' in args ? args.channel : undefined;
}

/** Slack's libraries complain of every cut line, which is what these stories are about; our own complaints count. */
function ofOurs(log: Log): Log {
  const ours = (level: keyof Log) => (details: object, message: string) => {
    if (!('from' in details)) log[level](details, message);
  };
  return { debug: ours('debug'), info: ours('info'), warn: ours('warn'), error: ours('error') };
}
