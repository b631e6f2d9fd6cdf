import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { ChatCore, ChatPort } from '../../src/chat/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { no, ok, type Result } from '../../src/lib/result.ts';
import { takePresses } from './actions.ts';
import { takeCommands } from './commands.ts';
import type { Failure } from './failure.ts';
import type { FormDeps } from './forms.ts';
import { createGate } from './gate.ts';
import { createHealth } from './health.ts';
import { introduce } from './introduce.ts';
import { bridgeLog } from './log-bridge.ts';
import { createSlackPort } from './port.ts';
import { keepSocket, pause, pauseAfter, type Socket } from './socket.ts';
import { takeSubmissions } from './submissions.ts';
import { isTokenCode, type SlackToken, tokenWords } from './token.ts';
import { type Wire, webOptions } from './web.ts';

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string;
  /** `xapp-…`, with the scope connections:write. */
  readonly appToken: string;
  /** Base of the Web API; Slack's own when absent. */
  readonly apiUrl?: string;
  readonly core: ChatCore;
  readonly log: Log;
  readonly clock: Clock;
}

interface WrongToken {
  readonly code: 'wrong-token';
  readonly message: string;
}

export interface Slack {
  readonly port: ChatPort;
  /** Resolves when Slack takes us in, or at once when it cannot be reached: it is then tried until it can. */
  start(): Promise<Result<null, WrongToken>>;
  /** Takes nothing any more, lets what runs finish for `grace`, and leaves. */
  stop(): Promise<void>;
}

/** Two, so that Slack's routine refresh of one connection leaves the other. */
const sockets = 2;
/** Milliseconds. */
const grace = 5000;

/** Slack over Socket Mode: needs no public address. https://docs.slack.dev/apis/events-api/using-socket-mode */
export function createSlack(options: SlackOptions): Slack {
  const { core, log, clock } = options;
  const apiUrl = options.apiUrl ?? 'https://slack.com/api/';
  const wire: Wire = { apiUrl, logger: bridgeLog(log), timeout: 10_000 };
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const gate = createGate();
  const over = new AbortController();
  const client = new WebClient(options.botToken, webOptions(wire, over.signal));
  const app = createBolt(wire, over.signal, { core, log, clock, gate, client, patience: 2000 });
  const kept: Socket[] = [];
  let background: Promise<void> = Promise.resolve();
  let stopped: Promise<void> | undefined;

  let workspace: string | null = null;
  const hello = async () => {
    const greeted = await introduce({ client, core, health });
    workspace = greeted.workspace ?? workspace;
    return greeted;
  };
  const connect = async (): Promise<Failure | null> => {
    for (let id = 0; id < sockets && !over.signal.aborted; id += 1) {
      const webSocketOptions = (signal: AbortSignal) => webOptions(wire, signal);
      kept.push(
        keepSocket({
          id,
          app,
          health,
          clock,
          appToken: options.appToken,
          logger: wire.logger,
          options: webSocketOptions,
        }),
      );
    }
    const tries = await Promise.all(kept.map((socket) => socket.firstTry));
    return tries.find((failure) => failure !== null && wrongCode('app', failure) !== null) ?? null;
  };
  /** Until Slack answered and the workspace is ours. */
  const goOn = async (failure: Failure | null): Promise<void> => {
    let last = failure;
    for (let failures = 1; !over.signal.aborted; failures += 1) {
      await pause(last === null ? 30_000 : pauseAfter(last, failures), over.signal);
      if (over.signal.aborted) return;
      const greeted = await hello();
      last = greeted.failure;
      if (last === null && kept.length === 0) await connect();
      if (last === null && greeted.ours) return;
    }
  };
  const stop = async (): Promise<void> => {
    await gate.close(grace);
    over.abort();
    await Promise.all(kept.map((socket) => socket.stop()));
    await background;
  };
  const refuse = async (token: SlackToken, code: string): Promise<Result<null, WrongToken>> => {
    stopped ??= stop();
    await stopped;
    return no({ code: 'wrong-token', message: tokenWords(token, code) });
  };

  return {
    port: createSlackPort({ client, health, clock, log, workspace: () => workspace }),
    start: async () => {
      await app.init();
      const { failure, ours } = await hello();
      const botCode = failure === null ? null : wrongCode('bot', failure);
      if (botCode !== null) return await refuse('bot', botCode);
      if (failure === null) {
        const wrong = await connect();
        const appCode = wrong === null ? null : wrongCode('app', wrong);
        if (appCode !== null) return await refuse('app', appCode);
      }
      if (!ours) background = goOn(failure);
      return ok(null);
    },
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Null: it is not about the token. */
function wrongCode(token: SlackToken, failure: Failure): string | null {
  return failure.kind === 'said-no' && isTokenCode(token, failure.code) ? failure.code : null;
}

/** One app, fed by several connections, so it is given no receiver of its own and asks Slack nothing by itself. */
function createBolt(wire: Wire, signal: AbortSignal, deps: FormDeps): App {
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({}),
    logger: wire.logger,
    clientOptions: webOptions(wire, signal),
    convoStore: false,
    deferInitialization: true,
  });
  app.error(async (error) => deps.log.error({ err: error }, 'a delivery of Slack failed'));
  takePresses(app, deps);
  takeCommands(app, deps);
  takeSubmissions(app, deps);
  return app;
}
