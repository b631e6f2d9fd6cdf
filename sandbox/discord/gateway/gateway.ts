import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import type { Gate } from '../../gate.ts';
import type { DiscordFault } from '../fault.ts';
import { type ConnectionDeps, shardOfGuild, welcome } from './connection.ts';
import { eventsOf } from './events.ts';
import type { Session } from './session.ts';

/** The server's end of the gateway (https://docs.discord.com/developers/events/gateway). */
export interface Gateway {
  /** Sessions that somebody listens to now. */
  readonly connections: number;
  /** Tells the app what a person did; false: nobody listens, and nobody will come back to hear it. */
  tellInteraction(data: Readonly<Record<string, unknown>>, ofGuild: boolean): boolean;
  /** Asks every client to come anew and resume (opcode 7), as Discord does every few hours. */
  reconnect(): void;
  /** Says that sessions are over (opcode 9); `resumable`: whether they may be tried once more. */
  invalidate(resumable: boolean): void;
  /** Cuts every connection without a word. */
  drop(): void;
  close(): void;
}

export interface GatewayDeps extends Omit<ConnectionDeps, 'sessions' | 'resumeUrl' | 'changed'> {
  readonly server: Server;
  readonly gate: Gate;
  readonly url: () => string;
  readonly told: (connections: number) => void;
  /** Why nobody is let in now; null: come in. Asked once for each attempt. */
  readonly struck: () => DiscordFault | null;
}

function refusedUpgrade(status: string): string {
  return `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { server, gate, world } = deps;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 });
  const sessions = new Map<string, Session>();
  const heard = (): Session[] => [...sessions.values()].filter((each) => each.socket !== null);

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // From here on the server listens no more: without this, whoever hangs up on a refusal ends the process.
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const { host, origin } = request.headers;
    const path = url.pathname.replace(/\/$/, '');
    if (path !== '/gateway' || !gate.isOurHost(host) || origin !== undefined) {
      socket.end(refusedUpgrade('403 Forbidden'));
      return;
    }
    const fault = deps.struck();
    if (fault !== null) {
      if (fault.kind === 'outage' && fault.answer === 'none') socket.destroy();
      else socket.end(refusedUpgrade('503 Service Unavailable'));
      return;
    }
    const encoding = url.searchParams.get('encoding') ?? 'json';
    if (encoding !== 'json' || url.searchParams.has('compress')) {
      socket.end(refusedUpgrade('400 Bad Request'));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) =>
      welcome(opened, url.searchParams.get('v'), {
        ...deps,
        sessions,
        resumeUrl: deps.url,
        changed: () => deps.told(heard().length),
      }),
    );
  });

  const concerned = (ofGuild: boolean): Session[] =>
    [...sessions.values()].filter(({ shard: [number, count] }) => number === (ofGuild ? shardOfGuild(count) : 0));

  world.onChange((change) => {
    for (const session of sessions.values()) {
      for (const { name, data, intent, ofGuild } of eventsOf(world, change, session.intents)) {
        if ((session.intents & intent) !== 0 && concerned(ofGuild).includes(session)) session.tell(name, data);
      }
    }
  });

  return {
    get connections() {
      return heard().length;
    },
    tellInteraction(data, ofGuild) {
      const fitting = concerned(ofGuild);
      // One that is heard; else one that may be resumed in time.
      const session = fitting.findLast((each) => each.socket !== null) ?? fitting.at(-1);
      session?.tell('INTERACTION_CREATE', data);
      return session !== undefined;
    },
    reconnect() {
      for (const { socket } of heard()) socket?.send(JSON.stringify({ op: Op.Reconnect, d: null }));
    },
    invalidate(resumable) {
      for (const session of heard()) {
        if (!resumable) sessions.delete(session.id);
        session.socket?.send(JSON.stringify({ op: Op.InvalidSession, d: resumable }));
      }
    },
    drop() {
      for (const socket of sockets.clients) socket.terminate();
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
