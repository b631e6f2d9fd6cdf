import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import { bot, botToken, guild } from '../guild.ts';
import { applicationShape, knownUser } from '../shape.ts';
import type { LivingWorld } from '../world.ts';
import { guildCreate } from './events.ts';
import { type Frame, frameOf, type Identify, type Resume } from './frames.ts';
import { objectionTo } from './intents.ts';
import { membersChunk } from './members.ts';
import { createSession, type Session } from './session.ts';

/** Frames that a client may send in a minute (https://docs.discord.com/developers/events/gateway#rate-limiting). */
const mostFrames = 120;

const closeWords = {
  4001: 'Unknown opcode.',
  4002: 'Error while decoding payload.',
  4003: 'Not authenticated.',
  4004: 'Authentication failed.',
  4005: 'Already authenticated.',
  4007: 'Invalid `seq`.',
  4008: 'Rate limited.',
  4009: 'Session timed out.',
  4010: 'Invalid shard.',
  4012: 'Invalid API version.',
  4013: 'Invalid intent(s).',
  4014: 'Disallowed intent(s).',
} as const;

type CloseCode = keyof typeof closeWords;

export interface ConnectionDeps {
  readonly world: LivingWorld;
  readonly sessions: Map<string, Session>;
  readonly heartbeatMs: number;
  /** The privileged intents that the app was given, as bits. */
  readonly granted: number;
  readonly resumeUrl: () => string;
  /** Takes one of the day's identifies; false: none is left. */
  readonly takeStart: () => boolean;
  readonly now: () => number;
  readonly changed: () => void;
}

/** Which shard hears of the server. */
export function shardOfGuild(count: number): number {
  return Number((BigInt(guild.id) >> 22n) % BigInt(count));
}

/** Speaks with one client until it leaves. */
export function welcome(socket: WebSocket, version: string | null, deps: ConnectionDeps): void {
  const { world, sessions, heartbeatMs } = deps;
  let session: Session | null = null;
  let sent: number[] = [];
  const close = (code: CloseCode): void => socket.close(code, closeWords[code]);
  const send = (op: Op, d: unknown): void => socket.send(JSON.stringify({ op, d, s: null, t: null }));

  // A beat that is missing for two intervals: nobody is there any more.
  const beat = (): NodeJS.Timeout => setTimeout(() => close(4009), 2 * heartbeatMs + 1000).unref();
  let heart = beat();

  const identify = ({ token, intents, shard }: Identify): CloseCode | null => {
    const [number, count] = shard;
    if (token !== botToken) return 4004;
    if (number >= count) return 4010;
    const no = objectionTo(intents, deps.granted);
    if (no !== null) return no;
    if (!deps.takeStart()) return 4004;
    const fresh = createSession({ intents, shard, socket });
    session = fresh;
    sessions.set(fresh.id, fresh);
    const here = world.botIsHere && shardOfGuild(count) === number;
    const { id, flags } = applicationShape();
    fresh.tell('READY', {
      v: 10,
      user: { ...knownUser(bot.id), flags: 0, verified: true, mfa_enabled: true, email: null },
      guilds: here ? [{ id: guild.id, unavailable: true }] : [],
      session_id: fresh.id,
      resume_gateway_url: deps.resumeUrl(),
      shard,
      application: { id, flags },
      _trace: ['sandbox'],
    });
    const event = guildCreate(world);
    if (here && (intents & event.intent) !== 0) fresh.tell(event.name, event.data);
    deps.changed();
    return null;
  };

  const resume = ({ token, session_id: id, seq }: Resume): CloseCode | null => {
    if (token !== botToken) return 4004;
    const old = sessions.get(id);
    if (!old) {
      send(Op.InvalidSession, false);
      return null;
    }
    if (!old.resume(socket, seq)) {
      sessions.delete(id);
      return 4007;
    }
    session = old;
    deps.changed();
    return null;
  };

  const take = (frame: Frame): CloseCode | null => {
    if (frame.op === Op.Heartbeat) {
      clearTimeout(heart);
      heart = beat();
      send(Op.HeartbeatAck, null);
      return null;
    }
    if (frame.op === Op.Identify || frame.op === Op.Resume) {
      if (session !== null) return 4005;
      return frame.op === Op.Identify ? identify(frame.d) : resume(frame.d);
    }
    if (session === null) return 4003;
    if (frame.op === Op.RequestGuildMembers) session.tell('GUILD_MEMBERS_CHUNK', membersChunk(world, frame.d));
    return null;
  };

  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    clearTimeout(heart);
    session?.leave(socket);
    // Whoever says goodbye in order does not come back to this session.
    if (session !== null && (code === 1000 || code === 1001)) sessions.delete(session.id);
    deps.changed();
  });
  socket.on('message', (data) => {
    sent = [...sent.filter((at) => deps.now() - at < 60_000), deps.now()];
    const frame = sent.length > mostFrames ? 4008 : frameOf(String(data));
    const code = typeof frame === 'number' ? frame : take(frame);
    if (code !== null) close(code);
  });
  if (version !== '10') close(4012);
  else send(Op.Hello, { heartbeat_interval: heartbeatMs, _trace: ['sandbox'] });
}
