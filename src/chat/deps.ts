import type { Store } from '../db/store.ts';
import type { IncidentDeps } from '../incident/apply.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

/** What answering people needs. */
export interface ChatDeps extends IncidentDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** A short id that a person can read to whoever has the log. */
  readonly newReference: () => string;
}
