import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import { refuseUpgrade, type Upgrades } from '../../upgrades.ts';
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
  readonly upgrades: Upgrades;
  /** `/gateway`, under whatever stands before it. */
  readonly path: string;
  readonly url: () => string;
  readonly told: (connections: number) => void;
  /** Why nobody is let in now; null: come in. Asked once for each attempt. */
  readonly struck: () => DiscordFault | null;
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { upgrades, world } = deps;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 });
  const sessions = new Map<string, Session>();
  const heard = (): Session[] => [...sessions.values()].filter((each) => each.socket !== null);

  upgrades.at(deps.path, (upgrade) => {
    const { request, socket, head, url } = upgrade;
    if (!upgrade.isWelcome) {
      refuseUpgrade(upgrade, '403 Forbidden');
      return;
    }
    const fault = deps.struck();
    if (fault !== null) {
      if (fault.kind === 'outage' && fault.answer === 'none') socket.destroy();
      else refuseUpgrade(upgrade, '503 Service Unavailable');
      return;
    }
    const encoding = url.searchParams.get('encoding') ?? 'json';
    if (encoding !== 'json' || url.searchParams.has('compress')) {
      refuseUpgrade(upgrade, '400 Bad Request');
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
