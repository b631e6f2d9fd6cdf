import { z } from 'zod';
import { routes } from './rest/routes.ts';

/** Whatever a fault can be about by name: `POST /channels/{channel.id}/messages`. */
export const breakable: readonly string[] = routes.map(({ verb, path }) => `${verb} ${path}`);

const longest = 86_400_000;

/** Which calls are meant: those that fit every field given. Nothing given: every call. */
const scope = z
  .strictObject({
    method: z.enum(breakable, { error: `one of: ${breakable.join(', ')}` }).optional(),
    /** A channel's id; of a thread its own. */
    channel: z.string().min(1).optional(),
  })
  .optional();

/** How long it stays: for so many calls, for so many milliseconds, or until it is ended. */
const lasts = z.union(
  [
    z.strictObject({ calls: z.int().min(1).max(1000) }),
    z.strictObject({ ms: z.int().min(1).max(longest) }),
    z.literal('until-ended'),
  ],
  { error: `{ "calls": 1 to 1000 }, { "ms": 1 to ${longest} } or "until-ended"` },
);

const aimed = { scope, lasts };

/** The kinds are those of the local Slack; what differs is how Discord says them. */
export const discordFaultSchema = z.discriminatedUnion('kind', [
  /** 429 with `retry_after`, also parts of seconds (https://docs.discord.com/developers/topics/rate-limits). */
  z.strictObject({
    kind: z.literal('rate-limit'),
    retryAfterS: z.number().min(0.001).max(3600),
    limit: z.enum(['user', 'global', 'shared']),
    ...aimed,
  }),
  /** 500. */
  z.strictObject({ kind: z.literal('server-error'), ...aimed }),
  /** "No", with a number of Discord's, such as 403 and 50013. */
  z.strictObject({
    kind: z.literal('refusal'),
    status: z.int().min(400).max(499),
    code: z.int().min(0).max(999_999),
    message: z.string().min(1),
    ...aimed,
  }),
  /** What was asked for is done; the connection ends before the caller hears of it. */
  z.strictObject({ kind: z.literal('lost-answer'), ...aimed }),
  /** What was asked for is done at once, and the answer comes `ms` milliseconds later. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(1).max(60_000), ...aimed }),
  /** Every connection to the gateway is cut, and none is let in; a call of it is an attempt to connect. */
  z.strictObject({ kind: z.literal('no-socket'), lasts }),
  /** No gateway, and every call finds the line cut (`none`) or is told that nobody is there (`503`). */
  z.strictObject({ kind: z.literal('outage'), answer: z.enum(['none', '503']), lasts }),
]);

/** One way in which Discord goes wrong. */
export type DiscordFault = Readonly<z.infer<typeof discordFaultSchema>>;

/** Whether connections are cut when it begins. */
export function cutsGateway(fault: DiscordFault): boolean {
  return fault.kind === 'no-socket' || fault.kind === 'outage';
}
