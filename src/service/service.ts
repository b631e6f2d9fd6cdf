import type { Channels } from '../account/account.ts';
import type { Lifecycle } from '../event/lifecycle.ts';

/** What is monitored. */
export interface Service {
  readonly id: string;
  readonly accountId: string;
  readonly key: string;
  readonly name: string;
  readonly policyId: string | null;
  /** Where its cards are shown. */
  readonly channels: Channels;
  readonly status: Lifecycle;
}
