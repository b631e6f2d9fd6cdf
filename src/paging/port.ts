import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';

/** One page to one person through one contact. */
export interface Call {
  readonly deliveryId: string;
  readonly accountId: string;
  readonly incidentId: string;
  readonly pageId: string;
  readonly connectionId: string;
  /** The person's id on the platform. */
  readonly address: string;
}

export type CallOutcome =
  /** `record` keeps what was sent, in the transaction that says so. */
  | {
      readonly kind: 'sent';
      /** Until when the platform shows this person no notifications; null: it does, or it is not known. */
      readonly quietUntil: Instant | null;
      record(tx: Tx): Promise<void>;
    }
  /** Not before `at`; `record` keeps why, so that others need not ask again. */
  | { readonly kind: 'later'; readonly at: Instant; readonly why: string; record(tx: Tx): Promise<void> }
  /** Never through this contact; in words for the card. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** Whether it arrived is not known: try again. */
  | { readonly kind: 'broken'; readonly reason: string };

/** One way to reach a person. */
export interface ContactPort {
  /** `slack`, `discord`, … */
  readonly contact: string;
  call(call: Call): Promise<CallOutcome>;
}
