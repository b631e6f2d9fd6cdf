import { type ClientOptions, SimpleShardingStrategy } from 'discord.js';

type BuildStrategy = NonNullable<NonNullable<ClientOptions['ws']>['buildStrategy']>;

/**
 * The library's own way to connect, until the signal aborts. A client that is destroyed while it connects anew would come back
 * half a second later, take interactions and never end: nothing of it hears that it was destroyed. But before it connects it
 * asks which session to take up, and then it gets no answer any more.
 * https://github.com/discordjs/discord.js/blob/main/packages/ws/src/ws/WebSocketShard.ts (destroy, internalConnect)
 */
export function connectUntil(signal: AbortSignal): BuildStrategy {
  return (manager) => {
    const { options } = manager;
    const sessionOf = options.retrieveSessionInfo;
    options.retrieveSessionInfo = (shard) => (signal.aborted ? new Promise(() => {}) : sessionOf(shard));
    return new SimpleShardingStrategy(manager);
  };
}
