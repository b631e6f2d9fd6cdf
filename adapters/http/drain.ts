import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** The end of a server, without cutting anybody off who is in the middle of an alert. */
export interface Drain {
  begun(): boolean;
  /** Stops accepting, lets what runs finish, and resolves after `grace` at the latest. */
  stop(): Promise<void>;
}

/** `grace`: milliseconds that running requests are given. */
export function createDrain(app: FastifyInstance, grace: number): Drain {
  let stopped: Promise<void> | undefined;
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Whoever is served last on a kept connection is told to come back on another.
  app.addHook('onSend', async (_request, reply) => {
    if (stopped !== undefined) reply.header('connection', 'close');
  });

  async function stop(): Promise<void> {
    // Node counts a connection as idle only after its first request; one that never spoke would hold us until the grace ends.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    let timer: NodeJS.Timeout | undefined;
    const cutOff = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        app.server.closeAllConnections();
        resolve();
      }, grace);
    });
    await Promise.race([app.close(), cutOff]);
    clearTimeout(timer);
  }

  return {
    begun: () => stopped !== undefined,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
