import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Gate } from './gate.ts';

/** A request for a socket. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly url: URL;
  /** It names this server and comes from no page of a browser; whatever does not is to be refused. */
  readonly isWelcome: boolean;
}

/** Whoever wants a socket of the server, by path: both platforms share one port. */
export interface Upgrades {
  at(path: string, take: (upgrade: Upgrade) => void): void;
}

/** Ends a request for a socket with a status such as `403 Forbidden`. */
export function refuseUpgrade({ socket }: Pick<Upgrade, 'socket'>, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Hands each request to whoever took its path; nobody did: 403. */
export function createUpgrades(server: Server, gate: Gate): Upgrades {
  const taken = new Map<string, (upgrade: Upgrade) => void>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // From here on the server listens no more: without this, whoever hangs up on a refusal ends the process.
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const { host, origin } = request.headers;
    const take = taken.get(url.pathname.replace(/\/$/, ''));
    if (take) take({ request, socket, head, url, isWelcome: gate.isOurHost(host) && origin === undefined });
    else refuseUpgrade({ socket }, '403 Forbidden');
  });
  return { at: (path, take) => void taken.set(path, take) };
}
