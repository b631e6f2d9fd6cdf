import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { type CallLog, createCallLog, type RecordedCall } from '../call-log.ts';
import { createFaults, type Faults } from '../faults/faults.ts';
import { createGate, standGuard } from '../gate.ts';
import { takeBodiesAsText } from '../slack/body.ts';
import { keepWorldFile } from '../world-file.ts';
import { type Command, createCommands } from './commands.ts';
import { cutsGateway, type DiscordFault, discordFaultSchema } from './fault.ts';
import { createGateway } from './gateway/gateway.ts';
import { bot, botToken, guild } from './guild.ts';
import { type Acts, createActs } from './people/acts.ts';
import { createTickets } from './people/tickets.ts';
import { answeringUnder } from './rest/answering.ts';
import { type Judge, serveRest } from './rest/serve.ts';
import { createWorld, type LivingWorld, type World } from './world.ts';
import { readWorldFile } from './world-file.ts';

export interface DiscordOptions {
  /** Where to listen; nothing else is reachable. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** JSON file in which the world survives restarts; absent: memory only. */
  readonly worldFile?: string;
  /** Milliseconds since 1970; decides how old tokens and nonces are. */
  readonly now?: () => number;
  /** How long an app has for its first answer; 3000 as on Discord. */
  readonly answerWithinMs?: number;
  readonly heartbeatMs?: number;
  /** Privileged intents that were switched on for the app, as bits. */
  readonly grantedIntents?: number;
  /** Identifies that are left today. */
  readonly sessionStarts?: number;
  /** Judges every body by a description of the API, beside the sandbox's own rules. */
  readonly judge?: Judge;
}

export interface Discord extends Acts {
  readonly url: string;
  /** What discord.js takes as `rest.api`. */
  readonly api: string;
  readonly botToken: string;
  readonly applicationId: string;
  readonly guildId: string;
  readonly world: World;
  /** Newest last, at most 500. */
  readonly calls: readonly RecordedCall[];
  /** As they are registered on the server and everywhere. */
  readonly commands: readonly Command[];
  readonly faults: Faults<DiscordFault>;
  /** Sessions of the gateway that are listened to. */
  readonly connections: number;
  reconnectGateway(): void;
  invalidateSessions(resumable: boolean): void;
  dropSockets(): void;
  /** Whether a person refuses direct messages of the bot. */
  setRefusesDms(person: string, refuses: boolean): void;
  /** What the bot may not do in a channel from now on, as permission bits. Throws where there is no such channel. */
  deny(channel: string, permissions: bigint): void;
  removeChannel(channel: string): void;
  removeMessage(channel: string, message: string): void;
  removeBot(): void;
  inviteBot(): void;
  close(): Promise<void>;
}

/**
 * A local Discord that speaks its REST API and its gateway, strictly. Rejects with node's own error when it cannot listen
 * (`EADDRINUSE`).
 */
export async function startDiscord(options: DiscordOptions): Promise<Discord> {
  const { host, answerWithinMs = 3000, heartbeatMs = 41_250, grantedIntents = 0 } = options;
  const now = options.now ?? Date.now;
  let port = options.port;
  let starts = options.sessionStarts ?? 1000;
  const authority = (): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const gatewayUrl = (): string => `ws://${authority()}/gateway`;

  const world: LivingWorld = createWorld(readWorldFile(options.worldFile), now);
  const file = keepWorldFile(options.worldFile, () => world.toKeep());
  world.onChange(() => file.soon());
  const commands = createCommands(world.nextId);
  const tickets = createTickets({ world, now, answerWithinMs });
  const log: CallLog = createCallLog(() => undefined);
  const faults = createFaults<DiscordFault>({
    schema: discordFaultSchema,
    now: Date.now,
    begun: (fault) => {
      if (cutsGateway(fault)) gateway.drop();
    },
    changed: () => undefined,
  });
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: 10_000_000 });
  takeBodiesAsText(app);
  const gate = createGate(host, () => port);
  standGuard(app, gate);
  const gateway = createGateway({
    server: app.server,
    gate,
    world,
    url: gatewayUrl,
    heartbeatMs,
    granted: grantedIntents,
    now,
    takeStart: () => {
      if (starts === 0) return false;
      starts -= 1;
      return true;
    },
    told: () => undefined,
    struck: () => {
      const fault = faults.strike({ kind: 'socket' });
      const refused = { at: Date.now(), method: 'socket', args: {}, ok: false, error: 'not_let_in' };
      if (fault !== null) log.record({ ...refused, fault: fault.kind });
      return fault;
    },
  });
  serveRest(app, {
    office: { world, commands, tickets, gatewayUrl, sessionStarts: () => ({ left: starts, atOnce: 1 }), now },
    answering: answeringUnder(faults, log),
    judge: options.judge,
  });
  const acts = createActs({ world, commands, tickets, tell: gateway.tellInteraction });

  await app.listen({ host, port });
  port = addressOf(app.server.address()).port;

  return {
    ...acts,
    url: `http://${authority()}`,
    api: `http://${authority()}/api`,
    botToken,
    applicationId: bot.id,
    guildId: guild.id,
    world,
    calls: log.calls,
    get commands() {
      return [...commands.of(guild.id), ...commands.of(null)];
    },
    faults,
    get connections() {
      return gateway.connections;
    },
    reconnectGateway: gateway.reconnect,
    invalidateSessions: gateway.invalidate,
    dropSockets: gateway.drop,
    setRefusesDms: world.setRefusesDms,
    deny(id, permissions) {
      const channel = world.channel(id);
      if (channel?.kind !== 'text' && channel?.kind !== 'forum') throw new Error(`The server has no channel ${id}`);
      world.deny(channel, permissions);
    },
    removeChannel(id) {
      const channel = world.channel(id);
      if (!channel) throw new Error(`There is no channel ${id}`);
      world.removeChannel(channel);
    },
    removeMessage(channel, id) {
      const message = world.message(channel, id);
      if (!message) throw new Error(`There is no message ${id} in ${channel}`);
      world.remove(message);
    },
    removeBot: () => world.setBotHere(false),
    inviteBot: () => world.setBotHere(true),
    async close() {
      faults.close();
      tickets.close();
      gateway.close();
      await app.close();
      file.flush();
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The local Discord listens on no port');
  return address;
}
