import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type RESTOptions,
} from 'discord.js';
import { z } from 'zod';
import { endOf } from '../../src/lib/gate.ts';
import { type Failure, failureOf } from './failure.ts';

export interface SessionDeps {
  readonly token: string;
  readonly rest: Partial<RESTOptions>;
  /** Discord took us in: as which app, and in which servers. */
  readonly onReady: (application: string, servers: readonly string[]) => void;
  readonly onServer: (id: string, name: string) => void;
  /** The bot was removed from it. */
  readonly onRemoved: (id: string) => void;
  readonly onInteraction: (payload: unknown) => void;
  readonly onUp: () => void;
  readonly onDown: (reason: string) => void;
}

/** One client of discord.js, which keeps its connection by itself until Discord ends it for good. */
export interface Session {
  /** Null: it takes interactions now. Never rejects. */
  readonly opened: Promise<Failure | null>;
  /** Resolves when it will not come back, by whomever; the value is why. */
  readonly ended: Promise<Failure>;
  /** Whether the channel holds posts instead of messages; null: it was not told of yet. */
  isForum(channel: string): boolean | null;
  close(): Promise<void>;
}

const ready = z.object({
  application: z.object({ id: z.string() }),
  guilds: z.array(z.object({ id: z.string() })),
});
const server = z.object({ id: z.string(), name: z.string() });
const removed = z.object({ id: z.string(), unavailable: z.boolean().optional() });

/** The kinds of channel that hold posts: forum and media. https://docs.discord.com/developers/resources/channel#channel-object-channel-types */
const postKinds: ReadonlySet<number> = new Set([15, 16]);
/** The gateway's word for a wrong token. https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
const tokenRefused = 4004;
/** Milliseconds that the other side is given to say goodbye. */
const goodbye = 1000;

/** Connects. No intent is privileged: servers and their channels are told, messages and people are not. */
export function openSession(deps: SessionDeps): Session {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    // Told as numbers, because "auto" asks an address that is written down in the library.
    shards: [0],
    shardCount: 1,
    allowedMentions: { parse: [] },
    rest: deps.rest,
  });
  let end: (why: Failure) => void = () => {};
  const ended = new Promise<Failure>((resolve) => {
    end = resolve;
  });
  // Read before the library does: it holds interactions back until every server has been told.
  client.ws.on(GatewayDispatchEvents.Ready, (payload: unknown) => {
    const parsed = ready.safeParse(payload);
    if (!parsed.success) return;
    deps.onUp();
    deps.onReady(
      parsed.data.application.id,
      parsed.data.guilds.map(({ id }) => id),
    );
  });
  client.ws.on(GatewayDispatchEvents.Resumed, () => deps.onUp());
  client.ws.on(GatewayDispatchEvents.GuildCreate, (payload: unknown) => {
    const parsed = server.safeParse(payload);
    if (parsed.success) deps.onServer(parsed.data.id, parsed.data.name);
  });
  client.ws.on(GatewayDispatchEvents.GuildDelete, (payload: unknown) => {
    const parsed = removed.safeParse(payload);
    if (parsed.success && parsed.data.unavailable !== true) deps.onRemoved(parsed.data.id);
  });
  client.ws.on(GatewayDispatchEvents.InteractionCreate, deps.onInteraction);
  client.on(Events.ShardReconnecting, () => deps.onDown('the connection ended'));
  client.on(Events.ShardDisconnect, ({ code }) => {
    end(
      code === tokenRefused
        ? { kind: 'wrong-token' }
        : { kind: 'said-no', code, words: 'the connection is refused', about: [] },
    );
  });
  const onError = (error: Error): void => deps.onDown(error.message.slice(0, 200));
  client.on(Events.ShardError, onError);
  client.on(Events.Error, onError);

  const login = client.login(deps.token).then(
    () => null,
    (error: unknown) => loginFailure(error),
  );
  // A refused token ends the connection and leaves the login without an answer.
  const opened = Promise.race([login, ended]);
  return {
    opened,
    ended,
    isForum: (channel) => {
      const known = client.channels.cache.get(channel);
      return known === undefined ? null : postKinds.has(known.type);
    },
    close: async () => {
      await endOf(
        client.destroy().catch(() => {}),
        goodbye,
      );
      end({ kind: 'no-answer', reason: 'we are stopping' });
    },
  };
}

function loginFailure(error: unknown): Failure {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return { kind: 'wrong-token' };
  return failureOf(error);
}
