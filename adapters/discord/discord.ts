import { type Chat, type ChatOptions, lifeOf } from '../../src/chat/adapter.ts';
import { pauseAfter } from '../../src/chat/pause-after.ts';
import { endOf } from '../../src/lib/gate.ts';
import { pause } from '../../src/lib/pause.ts';
import { no, ok } from '../../src/lib/result.ts';
import { type Failure, wordsOf } from './failure.ts';
import { createHealth } from './health.ts';
import { takeInteraction } from './interactions.ts';
import { createDiscordPort } from './port.ts';
import { createServers } from './servers.ts';
import { openSession, type Session } from './session.ts';
import { tokenWords } from './token.ts';
import { createCallers, restOptions, type Wire } from './web.ts';

export type DiscordOptions = ChatOptions & {
  /** The bot's token. */
  readonly token: string;
};

/** Milliseconds that starting waits for Discord; connecting goes on after that. */
const startPatience = 10_000;
/** Milliseconds that Discord is given to tell its servers after it took us in. */
const serverPatience = 3000;

/** Discord, over its gateway. */
export function createDiscord(options: DiscordOptions): Chat {
  const { core, log, clock, token } = options;
  const apiUrl = options.apiUrl ?? 'https://discord.com/api';
  const life = lifeOf(options, async () => {
    await session?.close();
    await background;
  });
  const { lookEvery, callTimeout: timeout, over } = life;
  const wire: Wire = { apiUrl, token, timeout };
  const health = createHealth({ host: new URL(apiUrl).host, clock, log });
  const { bot, answer } = createCallers(wire, over);
  const servers = createServers({ core, call: bot, health, log, apiUrl });
  const answering = { ...life.answering, answer };
  const forums = new Set<string>();
  let session: Session | undefined;
  let background: Promise<unknown> = Promise.resolve();

  const open = (): Session =>
    openSession({
      token,
      rest: restOptions(wire, over),
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
    for (let failures = 0; !over.aborted; ) {
      session = open();
      const failure = await session.opened;
      told(failure);
      if (failure === null) failures = 0;
      const end = failure ?? (await session.ended);
      await session.close();
      if (over.aborted) return;
      failed(end);
      failures += 1;
      await pause(pauseAfter(end, failures), over);
    }
  };
  /** An account may be made, or the bot let in, while we run. */
  const watch = async (): Promise<void> => {
    while (!over.aborted) {
      await pause(lookEvery, over);
      if (!over.aborted && !servers.isSettled()) await servers.look();
    }
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
    // It is connected to, and sends nothing over HTTP.
    route: null,
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
        await life.stop();
        return no({ code: 'wrong-token', message: tokenWords });
      }
      if (first === null) await endOf(servers.looked, serverPatience);
      return ok(null);
    },
    stop: life.stop,
  };
}
