import type { Store } from '../db/store.ts';
import type { Later } from '../job/job.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Act, ChatPort } from './port.ts';

/** What showing things in channels needs. */
export interface FlushDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly later: Later;
  readonly ports: readonly ChatPort[];
}

/** How showing one thing ended. `wait`: nothing of this act before then; `stop`: the platform does not answer. */
export type Shown =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly act: Act; readonly until: Instant }
  | { readonly kind: 'stop'; readonly reason: string };
