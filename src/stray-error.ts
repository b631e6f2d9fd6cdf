import type { Log } from './lib/log.ts';

/** What Node's sockets do when they fail. https://nodejs.org/api/errors.html#errorsyscall */
const ofSockets = new Set(['connect', 'getaddrinfo', 'read', 'shutdown', 'write']);

/** How `ws` ends a connection that was never opened; these have no code. */
const ofHandshakes = [
  /^Opening handshake has timed out$/,
  /^Unexpected server response: \d+$/,
  /^WebSocket was closed before the connection was established$/,
  /^socket hang up$/,
];

/** Whether it is the end of a connection, and not a fault of a program. */
export function isOfAConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('syscall' in error) return ofSockets.has(String(error.syscall));
  return ofHandshakes.some((words) => words.test(error.message));
}

/**
 * What nobody caught. A client library that lets go of a connection and of its errors must not end the process in the middle of
 * a page: discord.js does, when it gives up a connection that was not open yet. A fault of ours ends it, as it would without us.
 * https://github.com/discordjs/discord.js/blob/main/packages/ws/src/ws/WebSocketShard.ts (destroy: `onerror = null`)
 */
export function outliveConnections(log: Log, end: (code: number) => void): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection was not handled'));
  process.on('uncaughtException', (error) => {
    if (isOfAConnection(error)) {
      log.warn({ err: error }, 'a connection that nobody uses any more has ended');
      return;
    }
    log.error({ err: error }, 'a fault of ours; Reveille ends');
    end(1);
  });
}
