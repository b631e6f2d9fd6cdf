import type { FastifyReply, FastifyRequest } from 'fastify';

/** Why a request is not done, free of any format. */
export interface Refusal {
  /** The HTTP status (RFC 9110 §15). */
  readonly status: number;
  /** For programs: an adjective phrase. */
  readonly code: string;
  /** For a person: one sentence. */
  readonly message: string;
  /** What is wrong, each beginning with the name of its field. */
  readonly problems?: readonly string[];
  /** Seconds after which it is worth another try. */
  readonly retryAfter?: number;
  /** Stands in the log beside the cause. */
  readonly reference?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How one intake format says no, so that its clients understand. */
export interface Format {
  readonly name: 'pagerduty' | 'alertmanager' | 'reveille';
  refusal(refusal: Refusal): object;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on the routes that take alerts. */
    format?: Format;
    /** Set on the routes where a platform sends us what happens there. */
    raw?: true;
  }
  interface FastifyRequest {
    /** Why it was not done, for the log. */
    refusal?: Refusal;
  }
}

export function formatOf(request: FastifyRequest): Format | undefined {
  return request.routeOptions.config.format;
}

/** Answers with the refusal in the words of the route's format; in ours where it has none. */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  request.refusal = refusal;
  if (refusal.retryAfter !== undefined) reply.header('retry-after', refusal.retryAfter);
  const body = formatOf(request)?.refusal(refusal) ?? ourRefusal(refusal);
  return reply
    .code(refusal.status)
    .headers({ ...refusal.headers })
    .send(body);
}

/** `{"error":{"code","message","problems"?,"reference"?}}`: how all routes of our own say no. */
export function ourRefusal({ code, message, problems, reference }: Refusal): object {
  return { error: { code, message, problems, reference } };
}
