import type { Store } from '../db/store.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Act, ChatPort } from './port.ts';
import type { Place } from './store.ts';

/** What showing things in channels needs. */
export interface FlushDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: readonly ChatPort[];
  /** The channel is not there or not ours: the owners are told. In the transaction that says so. */
  readonly channelGone: (accountId: string, place: Place, reason: string) => Promise<void>;
}

/** How showing one thing ended. `wait`: nothing of this act before then; `stop`: the platform does not answer. */
export type Shown =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly act: Act; readonly until: Instant }
  | { readonly kind: 'stop'; readonly reason: string };
