import { type Clock, type Instant, minuteOf } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { tokenWords } from './token.ts';

/** What is known of the way to Discord, from the gateway and from the last answers to our token. */
export interface Health {
  /** Whether Discord accepted the token. */
  answered(accepted: boolean): void;
  /** An attempt to reach Discord failed, or the connection ended. */
  lost(reason: string): void;
  /** Presses and commands arrive. */
  up(): void;
  /** Why no server is ours, or what is missing in it, in words; null when all is there. */
  strange(words: string | null): void;
  /** Null: all is well. */
  trouble(): string | null;
}

export function createHealth(told: { host: string; clock: Clock; log: Log }): Health {
  let accepted = true;
  let isUp = false;
  let since: Instant | null = null;
  let reason = '';
  let strange: string | null = null;

  return {
    answered: (isAccepted) => {
      if (isAccepted && !accepted) told.log.info({}, 'Discord accepts the token again');
      if (!isAccepted && accepted) told.log.error({}, tokenWords);
      accepted = isAccepted;
    },
    lost: (why) => {
      isUp = false;
      since ??= told.clock();
      reason = why;
    },
    up: () => {
      isUp = true;
      since = null;
    },
    strange: (words) => {
      if (words !== null && words !== strange) told.log.warn({}, words);
      strange = words;
    },
    trouble: () => {
      if (!accepted) return tokenWords;
      if (isUp) return strange;
      if (since === null) return 'Discord is not connected yet.';
      return `Discord cannot be reached at ${told.host} since ${minuteOf(since)} (${reason}).`;
    },
  };
}
