import type { Channels } from '../account/account.ts';
import type { Lifecycle } from '../event/lifecycle.ts';

/** How long a service's incidents may be silent, in milliseconds; null: for ever. */
export interface Timeouts {
  /** Acknowledged and nothing heard since: triggered again. */
  readonly acknowledge: number | null;
  /** Open and quiet, repeated alerts included: resolved. */
  readonly resolve: number | null;
}

/** What is monitored. */
export interface Service {
  readonly id: string;
  readonly accountId: string;
  readonly key: string;
  readonly name: string;
  readonly policyId: string | null;
  /** Where its cards are shown. */
  readonly channels: Channels;
  readonly timeouts: Timeouts;
  readonly status: Lifecycle;
}
