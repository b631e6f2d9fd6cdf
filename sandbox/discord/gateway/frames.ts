import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { z } from 'zod';

/** What a client sends (https://docs.discord.com/developers/events/gateway-events#send-events). */
const identify = z.object({
  token: z.string(),
  intents: z.int().min(0),
  properties: z.object({ os: z.string(), browser: z.string(), device: z.string() }),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).default([0, 1]),
});

const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int().min(0) });

const members = z.object({
  guild_id: z.string(),
  query: z.string().optional(),
  limit: z.int().min(0).default(0),
  user_ids: z.union([z.string().transform((id) => [id]), z.array(z.string()).max(100)]).optional(),
  nonce: z.string().max(32).optional(),
});

const frame = z.discriminatedUnion('op', [
  z.object({ op: z.literal(Op.Heartbeat), d: z.int().nullable() }),
  z.object({ op: z.literal(Op.Identify), d: identify }),
  z.object({ op: z.literal(Op.PresenceUpdate), d: z.unknown() }),
  z.object({ op: z.literal(Op.VoiceStateUpdate), d: z.unknown() }),
  z.object({ op: z.literal(Op.Resume), d: resume }),
  z.object({ op: z.literal(Op.RequestGuildMembers), d: members }),
]);

export type Frame = z.infer<typeof frame>;
export type Identify = z.infer<typeof identify>;
export type Resume = z.infer<typeof resume>;
export type MembersWanted = z.infer<typeof members>;

/** 4001: an opcode that no client sends; 4002: no JSON, or its fields are wrong. */
export function frameOf(text: string): Frame | 4001 | 4002 {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 4002;
  }
  const parsed = frame.safeParse(json);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.some((issue) => issue.path.length === 1 && issue.path[0] === 'op') ? 4001 : 4002;
}
