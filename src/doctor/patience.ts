import type { Outcome } from '../chat/port.ts';
import { type Clock, type Instant, minutes } from '../lib/clock.ts';
import { type Verdict, warning } from './port.ts';
import { sentence } from './sentence.ts';

export interface PatienceDeps {
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Asks again when the platform wants peace and says until when, for two minutes in all: many channels are more than it
 * answers at once.
 */
export type Ask = <T>(question: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;

export function patiently({ clock, wait }: PatienceDeps): Ask {
  const end: Instant = clock() + minutes(2);
  return async (question) => {
    for (;;) {
      const outcome = await question();
      if (outcome.kind !== 'later' || outcome.at > end) return outcome;
      await wait(Math.max(0, outcome.at - clock()));
    }
  };
}

/** Why a question was not answered, as a sentence. Null: it was. */
export function unanswered(outcome: Outcome<unknown>): string | null {
  if (outcome.kind === 'later') return 'the platform asks us to wait.';
  return outcome.kind === 'broken' || outcome.kind === 'refused' ? sentence(outcome.reason) : null;
}

/** What could not be looked at: one warning for all that have one reason, such as a missing permission. */
export function unseenVerdicts(
  unseen: readonly { readonly name: string; readonly reason: string }[],
  what: (names: string) => string,
): readonly Verdict[] {
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of unseen) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  return [...byReason].map(([reason, names]) =>
    warning(`${what(names.join(', '))}: ${reason}`, 'Run this again once that is mended.'),
  );
}
