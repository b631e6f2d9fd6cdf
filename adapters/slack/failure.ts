import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import { unsaidPeace } from './web.ts';

/** How a call failed, before it is judged what that means for what was called. */
export type Failure =
  /** Slack understood and said no; `code` is its own word, `detail` what it said beside it. */
  | { readonly kind: 'said-no'; readonly code: string; readonly detail: string }
  /** `seconds` of peace. */
  | { readonly kind: 'too-fast'; readonly seconds: number }
  | { readonly kind: 'no-answer'; readonly reason: string };

const answer = z.object({
  /** Slack's words for a failure are in snake case; anything else is a page of somebody between us. */
  error: z.string().regex(/^[a-z][a-z0-9_]*$/),
  needed: z.string().optional(),
  response_metadata: z
    .object({ messages: z.array(z.string()).optional(), retryAfter: z.number().optional() })
    .optional(),
});

const tooFast = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const ownFailure = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'update_failed',
]);
/** Passing states: Slack asks to try again. */
const passing = new Set(['team_added_to_org', 'external_channel_migrating']);

/** Whatever a call to Slack's Web API can reject with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'too-fast', seconds: Math.max(1, error.retryAfter) };
  if (error instanceof WebAPIPlatformError) return saidNo(error.data);
  if (error instanceof WebAPIHTTPError) return { kind: 'no-answer', reason: `Slack answered HTTP ${error.statusCode}` };
  return { kind: 'no-answer', reason: networkWords(error instanceof WebAPIRequestError ? error.original : error) };
}

function saidNo(data: unknown): Failure {
  const parsed = answer.safeParse(data);
  if (!parsed.success) return { kind: 'no-answer', reason: 'what answered does not speak like Slack' };
  const { error: code, needed, response_metadata: more } = parsed.data;
  if (tooFast.has(code)) return { kind: 'too-fast', seconds: Math.max(1, more?.retryAfter ?? unsaidPeace) };
  if (ownFailure.has(code)) return { kind: 'no-answer', reason: `Slack had a failure of its own (${code})` };
  if (passing.has(code)) return { kind: 'no-answer', reason: `Slack is moving this workspace (${code})` };
  return { kind: 'said-no', code, detail: needed ?? more?.messages?.join('; ') ?? '' };
}

export function wordsOf(failure: Failure): string {
  if (failure.kind === 'no-answer') return failure.reason;
  return failure.kind === 'too-fast' ? 'Slack asks us to wait' : `Slack says ${failure.code}`;
}

const withCode = z.object({ code: z.string() });

function networkWords(error: unknown): string {
  if (error === undefined) return 'the connection ended before it was ready';
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return 'no answer in time';
  if (error.name === 'AbortError') return 'we are stopping';
  const cause = withCode.safeParse(error.cause);
  const code = cause.success ? cause.data.code : withCode.safeParse(error).data?.code;
  return code === undefined ? error.message.slice(0, 200) : `the connection failed: ${code}`;
}
