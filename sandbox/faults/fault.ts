import { z } from 'zod';
import { methods } from '../slack/methods.ts';

/** The name under which answers through a `response_url` are called and recorded. */
export const responseUrl = 'response_url';

/** Whatever a fault can be about by name: the methods of the Web API, and answers through a `response_url`. */
export const breakable: readonly string[] = [...methods.keys(), responseUrl];

const longest = 86_400_000;

/** Which calls are meant: those that fit every field given. Nothing given: every call. */
const scope = z
  .strictObject({
    method: z.enum(breakable, { error: `one of: ${breakable.join(', ')}` }).optional(),
    /** A channel's or conversation's id, such as C0OPS or D0ADA. */
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

export const faultSchema = z.discriminatedUnion('kind', [
  /** 429 with `Retry-After` (https://docs.slack.dev/apis/web-api/rate-limits). */
  z.strictObject({ kind: z.literal('rate-limit'), retryAfterS: z.int().min(1).max(3600), ...aimed }),
  /** 500. */
  z.strictObject({ kind: z.literal('server-error'), ...aimed }),
  /** 200, and "no" in a word of Slack's. */
  z.strictObject({
    kind: z.literal('refusal'),
    error: z.string().regex(/^[a-z][a-z0-9_]*$/, 'a word of Slack in snake case, such as is_archived'),
    ...aimed,
  }),
  /** What was asked for is done; the connection ends before the caller hears of it. */
  z.strictObject({ kind: z.literal('lost-answer'), ...aimed }),
  /** What was asked for is done at once, and the answer comes `ms` milliseconds later. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(1).max(60_000), ...aimed }),
  /** Every Socket Mode connection is cut, and none is let in; a call of it is an attempt to connect. */
  z.strictObject({ kind: z.literal('no-socket'), lasts }),
  /** No socket, and every call finds the line cut (`none`) or is told that nobody is there (`503`). */
  z.strictObject({ kind: z.literal('outage'), answer: z.enum(['none', '503']), lasts }),
]);

/** One way in which Slack goes wrong. */
export type Fault = Readonly<z.infer<typeof faultSchema>>;

/** Whether sockets are cut when it begins. */
export function cutsSockets(fault: Fault): boolean {
  return fault.kind === 'no-socket' || fault.kind === 'outage';
}
