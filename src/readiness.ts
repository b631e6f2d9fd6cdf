import type { ChatPort } from './chat/port.ts';
import type { Store } from './db/store.ts';
import { type Clock, seconds, spoken } from './lib/clock.ts';
import { oldestWaiting } from './paging/store.ts';

/** A page that is this late means that people are not woken when they should be. */
const tooLate = seconds(60);

/** Why alerts cannot be taken or pages may not arrive now, in words; empty: all is well. */
export function readinessOf(deps: {
  store: Store;
  ports: readonly ChatPort[];
  clock: Clock;
  /** Alerts are taken, and what is to come of them is not there yet. */
  isStarting: () => boolean;
}): () => Promise<readonly string[]> {
  return async () => {
    const reasons = deps.isStarting()
      ? ['Reveille is starting: alerts are taken, and paged in a moment.']
      : deps.ports.flatMap((port) => port.trouble() ?? []);
    const trouble = await deps.store.trouble();
    if (trouble !== null) return [...reasons, `No alert can be stored now. ${trouble}`];
    const oldest = await oldestWaiting(deps.store.read);
    const late = oldest === null ? 0 : deps.clock() - oldest;
    return late > tooLate ? [...reasons, `The oldest page is ${spoken(late)} late.`] : reasons;
  };
}
