import { WebClient } from '@slack/web-api';
import { pauseAfter } from '../../src/chat/pause-after.ts';
import type { ChatCore, ChatPort } from '../../src/chat/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createGate } from '../../src/lib/gate.ts';
import type { Log } from '../../src/lib/log.ts';
import { pause } from '../../src/lib/pause.ts';
import type { RawRoute } from '../../src/lib/raw-route.ts';
import { no, ok, type Result } from '../../src/lib/result.ts';
import { createBolt } from './bolt.ts';
import type { Failure } from './failure.ts';
import { createHealth } from './health.ts';
import { httpWay } from './http-way.ts';
import { type Greeting, introduce } from './introduce.ts';
import { bridgeLog } from './log-bridge.ts';
import { createSlackPort } from './port.ts';
import { socketWay } from './socket-way.ts';
import { isTokenCode, type SlackToken, tokenWords } from './token.ts';
import { type Wire, webOptions } from './web.ts';

/** `appToken` (`xapp-…`, with the scope connections:write) for Socket Mode, `signingSecret` for HTTP. */
type Credentials = { readonly appToken: string } | { readonly signingSecret: string };

export type SlackOptions = Credentials & {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Base of the Web API; Slack's own when absent. */
  readonly apiUrl?: string;
  readonly core: ChatCore;
  readonly log: Log;
  readonly clock: Clock;
  /** Milliseconds between two looks whether Slack still takes us in, or whether the workspace is ours by now; 30 s when absent. */
  readonly lookEvery?: number;
  /** Milliseconds that one call may take; 10 s when absent. */
  readonly callTimeout?: number;
};

interface WrongToken {
  readonly code: 'wrong-token';
  readonly message: string;
}

export interface Slack {
  readonly port: ChatPort;
  /** Where Slack sends its requests, over HTTP; null in Socket Mode. Refuses with 503 until it is started. */
  readonly route: RawRoute | null;
  /** Resolves when Slack takes us in, or at once when it cannot be reached: it is then tried until it can. */
  start(): Promise<Result<null, WrongToken>>;
  /** Takes nothing any more, lets what runs finish for `grace`, and leaves. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const grace = 5000;

/** Slack, over Socket Mode or HTTP: what is done with a press is the same. */
export function createSlack(options: SlackOptions): Slack {
  const { core, log, clock, lookEvery = 30_000 } = options;
  const apiUrl = options.apiUrl ?? 'https://slack.com/api/';
  const wire: Wire = { apiUrl, logger: bridgeLog(log), timeout: options.callTimeout ?? 10_000 };
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const gate = createGate();
  const over = new AbortController();
  const client = new WebClient(options.botToken, webOptions(wire, over.signal));
  let started = false;
  let background: Promise<void> = Promise.resolve();
  let stopped: Promise<void> | undefined;
  const taking = () => started && stopped === undefined;

  const way =
    'appToken' in options
      ? socketWay({
          health,
          clock,
          appToken: options.appToken,
          logger: wire.logger,
          options: (signal) => webOptions(wire, signal),
        })
      : httpWay({ signingSecret: options.signingSecret, health, clock, log, taking });
  const app = createBolt(wire, over.signal, way.receiver, { core, log, clock, gate, client, patience: 2000 });

  let workspace: string | null = null;
  let ours: string | null = null;
  const hello = async (): Promise<Greeting> => {
    const greeted = await introduce({ client, core, health, ours });
    workspace = greeted.workspace ?? workspace;
    if (greeted.ours) ours = greeted.workspace;
    way.greeted(greeted.failure);
    return greeted;
  };
  /** Until Slack answered and the workspace is ours; longer where nothing else would tell that Slack is gone. */
  const goOn = async (first: Greeting): Promise<void> => {
    let last = first;
    for (let failures = 0; !over.signal.aborted && !(last.ours && way.notices); ) {
      failures = last.failure === null ? 0 : failures + 1;
      await pause(last.failure === null ? lookEvery : pauseAfter(last.failure, failures), over.signal);
      if (over.signal.aborted) return;
      last = await hello();
      if (last.failure === null) await way.open(app);
    }
  };
  const stop = async (): Promise<void> => {
    await gate.close(grace);
    over.abort();
    await way.stop();
    await background;
  };
  const stopOnce = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };
  const refuse = async (token: SlackToken, code: string): Promise<Result<null, WrongToken>> => {
    await stopOnce();
    return no({ code: 'wrong-token', message: tokenWords(token, code) });
  };

  return {
    port: createSlackPort({ client, health, clock, log, workspace: () => workspace }),
    route: way.route,
    start: async () => {
      await app.init();
      const first = await hello();
      const botCode = wrongCode('bot', first.failure);
      if (botCode !== null) return await refuse('bot', botCode);
      if (first.failure === null) {
        const appCode = wrongCode('app', await way.open(app));
        if (appCode !== null) return await refuse('app', appCode);
      }
      started = true;
      background = goOn(first);
      return ok(null);
    },
    stop: stopOnce,
  };
}

/** Null: it is not about the token. */
function wrongCode(token: SlackToken, failure: Failure | null): string | null {
  return failure?.kind === 'said-no' && isTokenCode(token, failure.code) ? failure.code : null;
}
