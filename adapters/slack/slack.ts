import { WebClient } from '@slack/web-api';
import { type Chat, type ChatOptions, lifeOf } from '../../src/chat/adapter.ts';
import { pauseAfter } from '../../src/chat/pause-after.ts';
import { pause } from '../../src/lib/pause.ts';
import { no, ok } from '../../src/lib/result.ts';
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

export type SlackOptions = ChatOptions &
  Credentials & {
    /** `xoxb-…` */
    readonly botToken: string;
  };

/** Slack, over Socket Mode or HTTP: what is done with a press is the same. */
export function createSlack(options: SlackOptions): Chat {
  const { core, log, clock } = options;
  const apiUrl = options.apiUrl ?? 'https://slack.com/api/';
  const life = lifeOf(options, async () => {
    await way.stop();
    await background;
  });
  const { lookEvery, callTimeout: timeout, answering, over } = life;
  const wire: Wire = { apiUrl, logger: bridgeLog(log), timeout };
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const client = new WebClient(options.botToken, webOptions(wire, over));
  let started = false;
  let background: Promise<void> = Promise.resolve();
  const taking = () => started && !life.isStopping();

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
  const app = createBolt(wire, over, way.receiver, { ...answering, client });

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
    for (let failures = 0; !over.aborted && !(last.ours && way.notices); ) {
      failures = last.failure === null ? 0 : failures + 1;
      await pause(last.failure === null ? lookEvery : pauseAfter(last.failure, failures), over);
      if (over.aborted) return;
      last = await hello();
      if (last.failure === null) await way.open(app);
    }
  };
  const refuse = async (token: SlackToken, code: string): ReturnType<Chat['start']> => {
    await life.stop();
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
    stop: life.stop,
  };
}

/** Null: it is not about the token. */
function wrongCode(token: SlackToken, failure: Failure | null): string | null {
  return failure?.kind === 'said-no' && isTokenCode(token, failure.code) ? failure.code : null;
}
