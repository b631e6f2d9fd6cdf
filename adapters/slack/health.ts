import type { Clock, Instant } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { isTokenCode, type SlackToken, tokenWords } from './token.ts';

/** What is known of the way to Slack, from the sockets and from the last answers to our tokens. */
export interface Health {
  /** Slack answered to this token: an error code, or null when it was accepted. Codes that are not about tokens say nothing. */
  answered(token: SlackToken, code: string | null): void;
  /** An attempt to reach Slack failed, or a connection ended. */
  lost(reason: string): void;
  /** Socket `id` can take presses and commands, or no longer; over HTTP, whether Slack answers us. */
  socket(id: number, up: boolean, why?: string): void;
  /** Why the workspace is not ours, in words; null when it is. */
  strange(words: string | null): void;
  /** Null: all is well. */
  trouble(): string | null;
}

export function createHealth(told: { host: string; clock: Clock; log: Log }): Health {
  const wrong = new Map<SlackToken, string>();
  const up = new Set<number>();
  let since: Instant | null = null;
  let reason = '';
  let strange: string | null = null;

  return {
    answered: (token, code) => {
      if (code === null) {
        if (wrong.delete(token)) told.log.info({ token }, 'Slack accepts the token again');
        return;
      }
      if (!isTokenCode(token, code) || wrong.get(token) === code) return;
      wrong.set(token, code);
      told.log.error({ token, code }, tokenWords(token, code));
    },
    lost: (why) => {
      since ??= told.clock();
      reason = why;
    },
    socket: (id, isUp, why = 'the connection ended') => {
      if (isUp) {
        up.add(id);
        since = null;
      } else if (up.delete(id) && up.size === 0) {
        since = told.clock();
        reason = why;
      }
    },
    strange: (words) => {
      if (words !== null && words !== strange) told.log.warn({}, words);
      strange = words;
    },
    trouble: () => {
      for (const [token, code] of wrong) return tokenWords(token, code);
      if (up.size > 0) return strange;
      if (since === null) return 'Slack is not connected yet.';
      return `Slack cannot be reached at ${told.host} since ${minute(since)} (${reason}).`;
    },
  };
}

function minute(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
