import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { CallLog } from '../call-log.ts';
import type { Fault } from './fault.ts';
import type { LivingFaults } from './faults.ts';

/** A call as the log keeps it. */
export interface Incoming {
  readonly method: string;
  readonly channel: string | null;
  /** Without the token. */
  readonly args: unknown;
}

/** An answer over HTTP, and what it means. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly ok: boolean;
  readonly error?: string;
}

export type Answering = (reply: FastifyReply, call: Incoming, work: () => Answered) => Promise<FastifyReply>;

function saysNo(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answered {
  return { status, headers, body: { ok: false, error }, ok: false, error };
}

/** What a fault answers instead of doing what was asked; null: it is done all the same. */
function instead(fault: Fault): Answered | null {
  switch (fault.kind) {
    case 'rate-limit':
      return saysNo(429, 'ratelimited', { 'retry-after': String(fault.retryAfterS) });
    case 'server-error':
      return saysNo(500, 'internal_error');
    case 'refusal':
      return saysNo(200, fault.error);
    case 'outage':
      return saysNo(503, fault.answer === 'none' ? 'no_answer' : 'service_unavailable');
    case 'lost-answer':
    case 'slow':
    case 'no-socket':
      return null;
  }
}

function isCutOff(fault: Fault): boolean {
  return fault.kind === 'lost-answer' || (fault.kind === 'outage' && fault.answer === 'none');
}

/** The one place where calls meet faults: each call is answered as its fault wants it, or as `work` says, and recorded. */
export function answeringUnder(faults: LivingFaults, log: CallLog): Answering {
  return async (reply, { method, channel, args }, work) => {
    const fault = faults.strike({ kind: 'call', method, channel });
    const answered = (fault === null ? null : instead(fault)) ?? work();
    const { ok, error } = answered;
    log.record({
      at: Date.now(),
      method,
      args,
      ok,
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
    return reply.code(answered.status).headers(answered.headers).send(answered.body);
  };
}
