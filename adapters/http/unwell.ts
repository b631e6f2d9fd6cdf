import { type Clock, minutes } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';

export interface UnwellDeps {
  readonly log: Log;
  readonly clock: Clock;
  /** Why the database could not do it, in a sentence that says what to do; null: a fault of ours. */
  readonly why: (error: unknown) => string | null;
}

/** Between two lines that say the same. */
const quiet = minutes(1);

/**
 * Whether it was the database that is unwell. That is said in a line, at once and then once a minute at most, however many
 * requests meet it: a full disk holds little, and its own cause is in that sentence.
 */
export function createUnwell({ log, clock, why }: UnwellDeps): (error: unknown) => boolean {
  const said = new Map<string, { at: number; unsaid: number }>();
  return (error) => {
    const words = why(error);
    if (words === null) return false;
    log.debug({ err: error }, 'the database refused a request');
    const now = clock();
    const last = said.get(words) ?? { at: Number.NEGATIVE_INFINITY, unsaid: 0 };
    last.unsaid += 1;
    said.set(words, last);
    if (now - last.at >= quiet) {
      log.error({ refused: last.unsaid }, `requests are refused: ${words}`);
      last.at = now;
      last.unsaid = 0;
    }
    return true;
  };
}
