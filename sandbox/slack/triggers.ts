import { randomBytes, randomInt } from 'node:crypto';
import { type Refused, refuse } from './answer.ts';

/** "You have 3 seconds to use it", once (https://docs.slack.dev/interactivity/handling-user-interaction). */
const goodForMs = 3000;
/** How long it is remembered, so that a late one is told from one that never was. */
const rememberedMs = 10 * 60_000;

/** Permissions to show a view to the person who did something; each is given to the app with what was done. */
export interface Triggers {
  mint(person: string): string;
  /** The person who may be shown a view; the errors are Slack's. */
  exchange(id: string): { ok: true; person: string } | Refused;
}

/** `now`: milliseconds since 1970. */
export function createTriggers(now: () => number): Triggers {
  const minted = new Map<string, { person: string; at: number; used: boolean }>();
  return {
    mint(person) {
      for (const [id, { at }] of minted) if (now() - at > rememberedMs) minted.delete(id);
      const id = `${randomInt(1e12, 9e12)}.${randomInt(1e11, 9e11)}.${randomBytes(16).toString('hex')}`;
      minted.set(id, { person, at: now(), used: false });
      return id;
    },
    exchange(id) {
      const trigger = minted.get(id);
      if (!trigger) return refuse('invalid_trigger_id');
      if (trigger.used) return refuse('exchanged_trigger_id');
      if (now() - trigger.at > goodForMs) return refuse('expired_trigger_id');
      trigger.used = true;
      return { ok: true, person: trigger.person };
    },
  };
}
