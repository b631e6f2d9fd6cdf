import { pauseAfter } from '../../src/chat/pause-after.ts';
import type { ChatCore, ChatPort } from '../../src/chat/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createGate, endOf } from '../../src/lib/gate.ts';
import type { Log } from '../../src/lib/log.ts';
import { pause } from '../../src/lib/pause.ts';
import { no, ok, type Result } from '../../src/lib/result.ts';
import { type Failure, wordsOf } from './failure.ts';
import { createHealth } from './health.ts';
import { takeInteraction } from './interactions.ts';
import { createDiscordPort } from './port.ts';
import { createServers } from './servers.ts';
import { openSession, type Session } from './session.ts';
import { tokenWords } from './token.ts';
import { createCallers, restOptions, type Wire } from './web.ts';

export interface DiscordOptions {
  /** The bot's token. */
  readonly token: string;
  /** Base of the API without its version; Discord's own when absent. */
  readonly apiUrl?: string;
  readonly core: ChatCore;
  readonly log: Log;
  readonly clock: Clock;
  /** Milliseconds between two looks whether a server is ours by now; 30 s when absent. */
  readonly lookEvery?: number;
  /** Milliseconds that one call may take; 10 s when absent. */
  readonly callTimeout?: number;
}

interface WrongToken {
  readonly code: 'wrong-token';
  readonly message: string;
}

export interface Discord {
  readonly port: ChatPort;
  /** Resolves when Discord takes us in, or at once when it cannot be reached: it is then tried until it can. */
  start(): Promise<Result<null, WrongToken>>;
  /** Takes nothing any more, lets what runs finish for `grace`, and leaves. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const grace = 5000;
/** Milliseconds that starting waits for Discord; connecting goes on after that. */
const startPatience = 10_000;
/** Milliseconds that Discord is given to tell its servers after it took us in. */
const serverPatience = 3000;

/** Discord, over its gateway. */
export function createDiscord(options: DiscordOptions): Discord {
  const { core, log, clock, token, lookEvery = 30_000 } = options;
  const apiUrl = options.apiUrl ?? 'https://discord.com/api';
  const wire: Wire = { apiUrl, token, timeout: options.callTimeout ?? 10_000 };
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const gate = createGate();
  const over = new AbortController();
  const { bot, answer } = createCallers(wire, over.signal);
  const servers = createServers({ core, call: bot, health, log, apiUrl });
  const answering = { core, log, clock, gate, answer, patience: 2000 };
  const forums = new Set<string>();
  let session: Session | undefined;
  let background: Promise<unknown> = Promise.resolve();
  let stopped: Promise<void> | undefined;

  const open = (): Session =>
    openSession({
      token,
      rest: restOptions(wire, over.signal),
      onReady: servers.ready,
      onServer: servers.joined,
      onRemoved: servers.removed,
      onInteraction: (payload) => void takeInteraction(answering, payload),
      onUp: () => {
        health.answered(true);
        health.up();
      },
      onDown: health.lost,
    });
  const failed = (failure: Failure): void => {
    if (failure.kind === 'wrong-token') health.answered(false);
    health.lost(wordsOf(failure));
  };
  /** A client that has ended is replaced, until we stop. `told` hears how the first attempt went. */
  const keep = async (told: (failure: Failure | null) => void): Promise<void> => {
    for (let failures = 0; !over.signal.aborted; ) {
      session = open();
      const failure = await session.opened;
      told(failure);
      if (failure === null) failures = 0;
      const end = failure ?? (await session.ended);
      await session.close();
      if (over.signal.aborted) return;
      failed(end);
      failures += 1;
      await pause(pauseAfter(end, failures), over.signal);
    }
  };
  /** An account may be made, or the bot let in, while we run. */
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await pause(lookEvery, over.signal);
      if (!over.signal.aborted && !servers.isSettled()) await servers.look();
    }
  };
  const stop = async (): Promise<void> => {
    await gate.close(grace);
    over.abort();
    await session?.close();
    await background;
  };
  const stopOnce = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };

  return {
    port: createDiscordPort({
      call: bot,
      health,
      clock,
      log,
      workspace: servers.workspace,
      isForum: (channel) => {
        // A new session knows no channel until it is told of them, and what it shows meanwhile must not lose its place.
        const isForum = session?.isForum(channel) ?? forums.has(channel);
        if (isForum) forums.add(channel);
        return isForum;
      },
    }),
    start: async () => {
      let first: Failure | null | undefined;
      const tried = new Promise<void>((resolve) => {
        const kept = keep((failure) => {
          if (first === undefined) first = failure;
          resolve();
        });
        background = Promise.all([kept, watch()]);
      });
      await endOf(tried, startPatience);
      if (first?.kind === 'wrong-token') {
        await stopOnce();
        return no({ code: 'wrong-token', message: tokenWords });
      }
      if (first === null) await endOf(servers.looked, serverPatience);
      return ok(null);
    },
    stop: stopOnce,
  };
}
