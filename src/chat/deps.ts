import type { Store } from '../db/store.ts';
import type { IncidentDeps } from '../incident/apply.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ChatPort } from './port.ts';

/** What answering people needs. */
export interface ChatDeps extends IncidentDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** A short id that a person can read to whoever has the log. */
  readonly newReference: () => string;
  /** Chance, for codes that nobody guesses. */
  readonly randomBytes: (size: number) => Uint8Array;
  readonly ports: readonly ChatPort[];
  readonly installation: Installation;
}

/** The process that answers, for `/reveille status`. */
export interface Installation {
  readonly version: string;
  /** The database as people know it, without a password. */
  readonly database: string;
  readonly since: Instant;
}
