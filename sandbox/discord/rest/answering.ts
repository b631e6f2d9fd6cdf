import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { CallLog } from '../../call-log.ts';
import type { LivingFaults } from '../../faults/faults.ts';
import type { DiscordFault } from '../fault.ts';

/** A call as the log keeps it. */
export interface Incoming {
  /** `POST /channels/{channel.id}/messages`; of an unknown route the path itself. */
  readonly method: string;
  readonly channel: string | null;
  readonly args: unknown;
}

/** An answer over HTTP. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: empty. */
  readonly body: unknown;
  /** What went wrong, for the log. */
  readonly error?: string;
}

export type Answering = (reply: FastifyReply, call: Incoming, work: () => Answered) => Promise<FastifyReply>;

function saysNo(status: number, message: string): Answered {
  return { status, headers: {}, body: { message, code: 0 }, error: message };
}

/** https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
function limited({ retryAfterS, limit }: { retryAfterS: number; limit: 'user' | 'global' | 'shared' }): Answered {
  const global = limit === 'global';
  // What the bot has used up itself is told as with every answer; the other limits are not of its bucket.
  const used = {
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Date.now() / 1000 + retryAfterS),
    'x-ratelimit-reset-after': String(retryAfterS),
  };
  const message = 'You are being rate limited.';
  return {
    status: 429,
    headers: {
      'retry-after': String(retryAfterS),
      'x-ratelimit-scope': limit,
      ...(limit === 'user' && used),
      ...(global && { 'x-ratelimit-global': 'true' }),
    },
    body: { message, retry_after: retryAfterS, global, code: 0 },
    error: message,
  };
}

/** What a fault answers instead of doing what was asked; null: it is done all the same. */
function instead(fault: DiscordFault): Answered | null {
  switch (fault.kind) {
    case 'rate-limit':
      return limited({ retryAfterS: fault.retryAfterS, limit: fault.limit });
    case 'server-error':
      return saysNo(500, '500: Internal Server Error');
    case 'refusal': {
      const { status, code, message } = fault;
      return { status, headers: {}, body: { message, code }, error: `${code} ${message}` };
    }
    case 'outage':
      return saysNo(503, '503: Service Unavailable');
    case 'lost-answer':
    case 'slow':
    case 'no-socket':
      return null;
  }
}

function isCutOff(fault: DiscordFault): boolean {
  return fault.kind === 'lost-answer' || (fault.kind === 'outage' && fault.answer === 'none');
}

/** The one place where calls meet faults: each call is answered as its fault wants it, or as `work` says, and recorded. */
export function answeringUnder(faults: LivingFaults<DiscordFault>, log: CallLog): Answering {
  return async (reply, { method, channel, args }, work) => {
    const fault = faults.strike({ kind: 'call', method, channel });
    const answered = (fault === null ? null : instead(fault)) ?? work();
    const { status, headers, body, error } = answered;
    log.record({
      at: Date.now(),
      method,
      args,
      ...(channel !== null && { channel }),
      ok: error === undefined,
      ...(error !== undefined && { error }),
      ...(fault !== null && { fault: fault.kind }),
    });
    if (fault !== null && isCutOff(fault)) {
      reply.hijack();
      reply.raw.destroy();
      return reply;
    }
    // An answer that is waited for keeps nobody from leaving.
    if (fault?.kind === 'slow') await sleep(fault.ms, undefined, { ref: false });
    return reply.code(status).headers(headers).send(body);
  };
}
