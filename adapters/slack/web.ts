import { setMaxListeners } from 'node:events';
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
    fetch: boundedFetch(wire.timeout, signal),
  };
}

/**
 * A call with its answer read, ended after `timeout` or when `signal` fires. The limit stands here and not in the clients,
 * because Bolt answers a `response_url` without any. `AbortSignal.any` would be shorter, but on Node 20 it keeps 1.2 KB
 * of every call for as long as `signal` lives (measured).
 */
function boundedFetch(timeout: number, signal: AbortSignal): FetchFunction {
  // Every call in flight listens; many at once are no leak.
  setMaxListeners(0, signal);
  return async (url, init) => {
    const call = new AbortController();
    const stop = () => call.abort();
    const timer = setTimeout(() => call.abort(new DOMException('no answer in time', 'TimeoutError')), timeout);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      const response = await fetch(url, { ...init, signal: call.signal });
      const body = await response.arrayBuffer();
      const headers = new Headers(response.headers);
      // The client makes a nameless error of a 429 that does not say for how long.
      if (response.status === 429 && !/^\d/.test(headers.get('retry-after') ?? '')) {
        headers.set('retry-after', String(unsaidPeace));
      }
      const { status, statusText } = response;
      return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  };
}
