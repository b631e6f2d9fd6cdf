import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import { unsaidPeace } from '../../src/chat/pause-after.ts';
import { seconds } from '../../src/lib/clock.ts';
import { networkWords } from '../../src/lib/network-words.ts';

/** How a call failed, before it is judged what that means for what was called. */
export type Failure =
  /** Slack understood and said no; `code` is its own word, `detail` what it said beside it. */
  | { readonly kind: 'said-no'; readonly code: string; readonly detail: string }
  /** `ms` of peace. */
  | { readonly kind: 'too-fast'; readonly ms: number }
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
  if (error instanceof WebAPIRateLimitedError) return { kind: 'too-fast', ms: seconds(Math.max(1, error.retryAfter)) };
  if (error instanceof WebAPIPlatformError) return saidNo(error.data);
  if (error instanceof WebAPIHTTPError) return { kind: 'no-answer', reason: `Slack answered HTTP ${error.statusCode}` };
  const cause = error instanceof WebAPIRequestError ? error.original : error;
  const reason = cause === undefined ? 'the connection ended before it was ready' : networkWords(cause);
  return { kind: 'no-answer', reason };
}

function saidNo(data: unknown): Failure {
  const parsed = answer.safeParse(data);
  if (!parsed.success) return { kind: 'no-answer', reason: 'what answered does not speak like Slack' };
  const { error: code, needed, response_metadata: more } = parsed.data;
  if (tooFast.has(code)) return { kind: 'too-fast', ms: seconds(Math.max(1, more?.retryAfter ?? unsaidPeace)) };
  if (ownFailure.has(code)) return { kind: 'no-answer', reason: `Slack had a failure of its own (${code})` };
  if (passing.has(code)) return { kind: 'no-answer', reason: `Slack is moving this workspace (${code})` };
  return { kind: 'said-no', code, detail: needed ?? more?.messages?.join('; ') ?? '' };
}

export function wordsOf(failure: Failure): string {
  if (failure.kind === 'no-answer') return failure.reason;
  return failure.kind === 'too-fast' ? 'Slack asks us to wait' : `Slack says ${failure.code}`;
}
