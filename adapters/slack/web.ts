import type { Logger } from '@slack/bolt';
import type { FetchFunction, WebClientOptions } from '@slack/web-api';

/** Where Slack is reached, and with what. */
export interface Wire {
  /** Base of the Web API, such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Milliseconds that one call may take. */
  readonly timeout: number;
}

/** How long to keep the peace where Slack asks for it without saying how long, in seconds. */
export const unsaidPeace = 30;

/**
 * Options for one client: one try, no queue, an end after `timeout` or when `signal` fires. Made anew for each client,
 * because the socket client writes its own retry policy into the object that it is given.
 */
export function webOptions(wire: Wire, signal: AbortSignal): WebClientOptions {
  return {
    slackApiUrl: wire.apiUrl,
    logger: wire.logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: wire.timeout,
    fetch: boundedFetch(wire.timeout, signal),
  };
}

/** Bolt answers a `response_url` without any time limit, so the limit stands here. */
export function boundedFetch(timeout: number, signal: AbortSignal): FetchFunction {
  return async (url, init) => {
    const own = init?.signal ?? AbortSignal.timeout(timeout);
    const response = await fetch(url, { ...init, signal: AbortSignal.any([signal, own]) });
    if (response.status !== 429 || /^\d/.test(response.headers.get('retry-after') ?? '')) return response;
    // The client makes a nameless error of a 429 without this header.
    const headers = new Headers(response.headers);
    headers.set('retry-after', String(unsaidPeace));
    return new Response(response.body, { status: 429, headers });
  };
}
