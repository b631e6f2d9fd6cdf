import { type WebSocket, WebSocketServer } from 'ws';
import type { Asked, DiscordStub } from './discord-stub.ts';
import { discordStub, json, refusal } from './discord-stub.ts';

/** Ids of the little Discord below. */
export const ids = { app: '600000000000000001', server: '300000000000000001', channel: '200000000000000001' } as const;

/** A Discord whose gateway tells what a test lets happen. */
export interface LittleDiscord {
  readonly stub: DiscordStub;
  readonly asked: readonly Asked[];
  /** Whether it takes the token. */
  token: 'good' | 'bad' | 'bad at the gateway';
  /** Whether it says hello to whoever connects. */
  polite: boolean;
  /** How many are connected now, from their side too. */
  connections(): number;
  /** An interaction, told to whoever is connected. */
  interact(over: object): void;
  /** Cuts every connection. */
  drop(): void;
  close(): Promise<void>;
}

export async function littleDiscord(servers: readonly string[] = [ids.server]): Promise<LittleDiscord> {
  const stub = await discordStub();
  const wss = new WebSocketServer({ server: stub.server });
  const open = new Set<WebSocket>();
  /** Those who have answered a ping: a client that is still shaking hands does not. */
  const there = new Set<WebSocket>();
  const gateway = stub.apiUrl.replace('http', 'ws').replace('/api', '');
  let commands: unknown = [];
  let sequence = 0;
  const tell = (socket: WebSocket, t: string, d: object): void => {
    sequence += 1;
    socket.send(JSON.stringify({ op: 0, t, s: sequence, d }));
  };
  const drop = (): void => {
    for (const socket of wss.clients) socket.terminate();
  };
  const little: LittleDiscord = {
    stub,
    asked: stub.asked,
    token: 'good',
    polite: true,
    connections: () => there.size,
    interact: (over) => {
      for (const socket of open) tell(socket, 'INTERACTION_CREATE', { ...interaction, ...over });
    },
    drop,
    close: async () => {
      drop();
      await stub.close();
    },
  };
  stub.reply = (response, asked) => {
    const answer = () => {
      if (asked.url === '/gateway/bot') {
        const session_start_limit = { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 };
        return little.token === 'bad' ? refusal(401, 0) : json(200, { url: gateway, shards: 1, session_start_limit });
      }
      if (asked.url.endsWith('/commands')) {
        if (asked.method === 'PUT') commands = asked.body;
        return json(200, commands);
      }
      return json(204, undefined);
    };
    answer()(response, asked);
  };
  const greet = (socket: WebSocket): void => {
    const user = { id: '700000000000000001', username: 'Reveille', discriminator: '0', bot: true };
    const guilds = servers.map((id) => ({ id, unavailable: true }));
    const application = { id: ids.app, flags: 0 };
    tell(socket, 'READY', { v: 10, user, guilds, session_id: 's', resume_gateway_url: gateway, application });
    open.add(socket);
    for (const id of servers) tell(socket, 'GUILD_CREATE', serverOf(id));
  };
  wss.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { op } = JSON.parse(String(data));
      if (op === 1) socket.send(JSON.stringify({ op: 11 }));
      if (op === 6) {
        tell(socket, 'RESUMED', {});
        open.add(socket);
      }
      if (op !== 2) return;
      if (little.token === 'bad at the gateway') socket.close(4004);
      else greet(socket);
    });
    socket.on('close', () => {
      open.delete(socket);
      there.delete(socket);
    });
    socket.on('pong', () => there.add(socket));
    socket.ping();
    if (little.polite) socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 40_000 } }));
  });
  return little;
}

function serverOf(id: string): object {
  const channels = [{ id: ids.channel, type: 0, name: 'ops', position: 0, permission_overwrites: [] }];
  const none = { roles: [], emojis: [], stickers: [], features: [], members: [], threads: [], presences: [] };
  const more = { voice_states: [], stage_instances: [], guild_scheduled_events: [], soundboard_sounds: [] };
  return { id, name: 'Acme', owner_id: '1', channels, ...none, ...more };
}

/** What every interaction in the server carries. */
const interaction = {
  id: '800000000000000001',
  application_id: ids.app,
  token: 'aToken',
  version: 1,
  guild_id: ids.server,
  channel_id: ids.channel,
  channel: { id: ids.channel, type: 0 },
  member: {
    user: { id: '100000000000000001', username: 'ada', discriminator: '0' },
    roles: [],
    permissions: '0',
    joined_at: '2026-01-01T00:00:00Z',
    flags: 0,
  },
  locale: 'en-US',
  entitlements: [],
  authorizing_integration_owners: {},
  app_permissions: '0',
  attachment_size_limit: 0,
};
