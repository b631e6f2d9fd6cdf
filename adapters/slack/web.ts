import type { Logger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import { unsaidPeace } from '../../src/chat/pause-after.ts';
import { boundedFetch } from '../../src/lib/bounded-fetch.ts';

/** Where Slack is reached, and with what. */
export interface Wire {
  /** Base of the Web API, such as `https://slack.com/api/`. */
  readonly apiUrl: string;
  readonly logger: Logger;
  /** Milliseconds that one call may take. */
  readonly timeout: number;
}

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
    fetch: boundedFetch(wire.timeout, signal, sayForHowLong),
  };
}

/** The client makes a nameless error of a 429 that does not say for how long. */
function sayForHowLong(status: number, headers: Headers): void {
  if (status === 429 && !/^\d/.test(headers.get('retry-after') ?? '')) headers.set('retry-after', String(unsaidPeace));
}
