import { type Platform, platformNames } from '../account/platform.ts';
import { type Clock, type Instant, minuteOf } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** What is known of the way to a platform, from its connections and from the last answers to our tokens. */
export interface Health {
  /** The platform took this token. */
  accepted(token: string): void;
  /** The platform did not take this token; `words` say what is wrong and what to do, and come before everything else. */
  refused(token: string, words: string): void;
  /** An attempt to reach the platform failed, or a connection ended. */
  lost(reason: string): void;
  /** Connection `id` can take presses and commands, or no longer; where there is none, whether the platform answers us. */
  connection(id: number, up: boolean, why?: string): void;
  /** Why the workspace is not ours, or what is missing in it, in words; null when all is there. */
  strange(words: string | null): void;
  /** Null: all is well. */
  trouble(): string | null;
}

/** `host`: where the platform is reached. Each trouble with a token or a workspace is logged once, when it begins. */
export function createHealth(told: { platform: Platform; host: string; clock: Clock; log: Log }): Health {
  const name = platformNames[told.platform];
  const wrong = new Map<string, string>();
  const up = new Set<number>();
  let since: Instant | null = null;
  let reason = '';
  let strange: string | null = null;

  return {
    accepted: (token) => {
      if (wrong.delete(token)) told.log.info({ token }, `${name} accepts the token again`);
    },
    refused: (token, words) => {
      if (wrong.get(token) === words) return;
      wrong.set(token, words);
      told.log.error({ token }, words);
    },
    lost: (why) => {
      since ??= told.clock();
      reason = why;
    },
    connection: (id, isUp, why = 'the connection ended') => {
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
      for (const words of wrong.values()) return words;
      if (up.size > 0) return strange;
      if (since === null) return `${name} is not connected yet.`;
      return `${name} cannot be reached at ${told.host} since ${minuteOf(since)} (${reason}).`;
    },
  };
}
