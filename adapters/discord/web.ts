import { REST, type RESTOptions, Routes } from 'discord.js';
import { z } from 'zod';
import { unsaidPeace } from '../../src/chat/pause-after.ts';
import { boundedFetch } from '../../src/lib/bounded-fetch.ts';
import { failureOf, wordsOf } from './failure.ts';

/** Where Discord is reached, and with what. */
export interface Wire {
  /** Base of the API without its version, such as `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly token: string;
  /** Milliseconds that one call may take. */
  readonly timeout: number;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One call: tried once, never queued behind a rate limit, ended in time. Rejects with what `failureOf` understands. */
export type Caller = (method: Method, route: `/${string}`, body?: unknown) => Promise<unknown>;

export interface Callers {
  /** In the name of the bot. */
  readonly bot: Caller;
  /** An answer to an interaction: its own token is the permission, and stands in no error. */
  readonly answer: Caller;
}

/**
 * `rejectOnRateLimit` hands a rate limit to whoever calls, because our queue decides what is more urgent; a 429 makes the
 * client quiet for that route until it is over. `retries: 0` because it tries 5xx again at once without any pause.
 */
export function restOptions(wire: Wire, signal: AbortSignal): Partial<RESTOptions> {
  return {
    version: '10',
    api: wire.apiUrl.replace(/\/+$/, ''),
    retries: 0,
    timeout: wire.timeout,
    rejectOnRateLimit: () => true,
    makeRequest: boundedFetch(wire.timeout, signal, mended),
  };
}

/**
 * The client makes the calls of one route in one channel one after the other: that is the order of our queue. What belongs to
 * no channel would wait for each other all the same, so that one conversation that cannot be opened held up every other
 * page: those calls have a client of their own each.
 */
export function createCallers(wire: Wire, signal: AbortSignal): Callers {
  const options = restOptions(wire, signal);
  const together = new REST(options);
  const alone = () => new REST({ ...options, hashSweepInterval: 0, handlerSweepInterval: 0 });
  const call = (auth: boolean): Caller => {
    return async (method, route, body) => {
      const rest = route === Routes.userChannels() ? alone() : together;
      // After one 401 the client forgets its token for good; one that is accepted again should work again.
      rest.setToken(wire.token);
      return await rest[method](route, body === undefined ? { auth } : { auth, body });
    };
  };
  const answer = call(false);
  return {
    bot: call(true),
    answer: async (...asked) => {
      try {
        return await answer(...asked);
      } catch (error) {
        // The address that the client's own error names holds the token of the interaction.
        const failure = failureOf(error);
        throw new Error(failure.kind === 'wrong-token' ? 'the time to answer is over' : wordsOf(failure));
      }
    },
  };
}

const asksForPeace = z.object({ retry_after: z.number().positive() });

function mended(status: number, headers: Headers, body: ArrayBuffer): void {
  // The client would read JSON where it is promised, also where there is nothing to read.
  if (body.byteLength === 0) headers.delete('content-type');
  if (status === 429 && !/^\d/.test(headers.get('retry-after') ?? ''))
    headers.set('retry-after', String(peaceOf(body)));
}

function peaceOf(body: ArrayBuffer): number {
  try {
    return asksForPeace.parse(JSON.parse(new TextDecoder().decode(body))).retry_after;
  } catch {
    return unsaidPeace;
  }
}
