import type { Account } from '../account/account.ts';
import type { Tx } from '../db/store.ts';
import type { Later } from '../job/job.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';

interface Deps {
  readonly newId: NewId;
  readonly later: Later;
  /** A fresh integration key. */
  readonly makeKey: () => string;
}

/** What is wrong with the file in this account: the path in the file, and words. */
export interface Conflict {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What one apply gathers on its way. */
export interface Work {
  readonly tx: Tx;
  readonly deps: Deps;
  readonly now: Instant;
  readonly account: Account;
  readonly changes: string[];
  readonly conflicts: Conflict[];
  readonly madeKeys: { service: string; name: string; value: string }[];
}
