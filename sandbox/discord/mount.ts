import type { FastifyInstance } from 'fastify';
import { type CallLog, createCallLog, type RecordedCall } from '../call-log.ts';
import { createFaults, type Faults } from '../faults/faults.ts';
import type { Upgrades } from '../upgrades.ts';
import { keepWorldFile } from '../world-file.ts';
import { type Command, createCommands } from './commands.ts';
import { cutsGateway, type DiscordFault, discordFaultSchema } from './fault.ts';
import { createGateway } from './gateway/gateway.ts';
import { bot, botToken, guild, roles } from './guild.ts';
import { type Acts, createActs } from './people/acts.ts';
import { createTickets, type Form, type Forms } from './people/tickets.ts';
import { answeringUnder } from './rest/answering.ts';
import { type Judge, serveRest } from './rest/serve.ts';
import { type Change, createWorld, type LivingWorld, type World } from './world.ts';
import { readWorldFile } from './world-file.ts';

export interface MountOptions {
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

export interface MountedDiscord extends Acts {
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
  /** The forms that people see now. */
  readonly forms: Pick<Forms, 'all'>;
  readonly faults: Faults<DiscordFault>;
  /** Sessions of the gateway that are listened to. */
  readonly connections: number;
  reconnectGateway(): void;
  invalidateSessions(resumable: boolean): void;
  dropSockets(): void;
  /** Whether a person refuses direct messages of the bot. */
  setRefusesDms(person: string, refuses: boolean): void;
  /** What whoever manages the server does: gives a member a role, or takes it. Throws where there is no such role or member. */
  setRole(person: string, role: string, has: boolean): void;
  /** Whether a person is on the server. Throws where there is no such person. */
  setHere(person: string, isHere: boolean): void;
  /** What the bot may not do in a channel from now on, as permission bits. Throws where there is no such channel. */
  deny(channel: string, permissions: bigint): void;
  removeChannel(channel: string): void;
  removeMessage(channel: string, message: string): void;
  removeBot(): void;
  inviteBot(): void;
  /** Ends what it holds and keeps its world; the server is ended by whoever began it. */
  close(): void;
}

/** Something that is to be shown to whoever looks. */
export type DiscordNews =
  | Change
  | { readonly kind: 'call'; readonly call: RecordedCall }
  | { readonly kind: 'faults' }
  | { readonly kind: 'commands' }
  | { readonly kind: 'connections'; readonly connections: number }
  | { readonly kind: 'form'; readonly person: string; readonly form: Form | null };

export interface Mount {
  readonly app: FastifyInstance;
  readonly upgrades: Upgrades;
  /** What stands before `/api` and `/gateway`: a path without a slash at its end, or nothing. */
  readonly under: string;
  /** `127.0.0.1:7701`; asked at each use, for the port is known only after listening. */
  readonly authority: () => string;
  readonly told?: (news: DiscordNews) => void;
}

/** A local Discord on somebody's server, which it does not end: its REST API and its gateway, strictly. */
export function mountDiscord(mount: Mount, options: MountOptions): MountedDiscord {
  const { app, upgrades, under, authority, told = () => undefined } = mount;
  const { answerWithinMs = 3000, heartbeatMs = 41_250, grantedIntents = 0 } = options;
  const now = options.now ?? Date.now;
  let starts = options.sessionStarts ?? 1000;
  const gatewayUrl = (): string => `ws://${authority()}${under}/gateway`;

  const before = readWorldFile(options.worldFile);
  const world: LivingWorld = createWorld(before, now);
  const file = keepWorldFile(options.worldFile, () => ({ ...world.toKeep(), commands: commands.all }));
  world.onChange((change) => {
    file.soon();
    told(change);
  });
  const commands = createCommands({
    before: before.commands,
    nextId: world.nextId,
    changed: () => {
      file.soon();
      told({ kind: 'commands' });
    },
  });
  const showed = (person: string, form: Form | null): void => told({ kind: 'form', person, form });
  const tickets = createTickets({ world, now, answerWithinMs, showed });
  const log: CallLog = createCallLog((call) => told({ kind: 'call', call }));
  const faults = createFaults<DiscordFault>({
    schema: discordFaultSchema,
    now: Date.now,
    begun: (fault) => {
      if (cutsGateway(fault)) gateway.drop();
    },
    changed: () => told({ kind: 'faults' }),
  });
  const gateway = createGateway({
    upgrades,
    path: `${under}/gateway`,
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
    told: (connections) => told({ kind: 'connections', connections }),
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
    under,
  });
  const acts = createActs({ world, commands, tickets, tell: gateway.tellInteraction });

  return {
    ...acts,
    get api() {
      return `http://${authority()}${under}/api`;
    },
    botToken,
    applicationId: bot.id,
    guildId: guild.id,
    world,
    calls: log.calls,
    get commands() {
      return [...commands.of(guild.id), ...commands.of(null)];
    },
    forms: tickets.forms,
    faults,
    get connections() {
      return gateway.connections;
    },
    reconnectGateway: gateway.reconnect,
    invalidateSessions: gateway.invalidate,
    dropSockets: gateway.drop,
    setRefusesDms: world.setRefusesDms,
    setRole(person, id, has) {
      const role = roles.find((each) => each.id === id && !each.isManaged && each.position > 0);
      if (!role) throw new Error(`The server has no role ${id} to give`);
      if (!world.isHere(person)) throw new Error(`${person} is not on the server`);
      world.setRole(person, role.id, has);
    },
    setHere(person, isHere) {
      if (!world.people.some(({ id }) => id === person)) throw new Error(`There is no person ${person}`);
      world.setHere(person, isHere);
    },
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
    close() {
      faults.close();
      tickets.close();
      gateway.close();
      file.flush();
    },
  };
}
