import type { Who } from '../event/who.ts';
import type { Instant } from '../lib/clock.ts';
import type { Snapshot } from '../policy/policy.ts';
import type { Severity } from './signal.ts';

export type Status = 'triggered' | 'acknowledged' | 'resolved';

/**
 * Each state owns its fields. `triggeredAt` is when it was triggered last: opened, reopened, given back, woken, or nothing was
 * heard for too long.
 */
export type State =
  | { readonly status: 'triggered'; readonly triggeredAt: Instant; readonly exhausted: boolean }
  | {
      readonly status: 'acknowledged';
      readonly triggeredAt: Instant;
      readonly by: Who;
      readonly at: Instant;
      /** Snoozed until then, when it is triggered again. Null: not snoozed. */
      readonly until: Instant | null;
    }
  | {
      readonly status: 'resolved';
      readonly triggeredAt: Instant;
      readonly by: Who;
      readonly at: Instant;
      readonly because: string | null;
    };

export interface Incident {
  readonly id: string;
  readonly accountId: string;
  readonly serviceId: string;
  /** What people say aloud: #142. Per account, from 1. */
  readonly number: number;
  readonly key: string;
  readonly summary: string;
  readonly severity: Severity;
  /** The policy as it was when the incident opened. */
  readonly policy: Snapshot;
  readonly openedAt: Instant;
  /** Steps ever taken; never goes back. Timers and buttons carry the one they know. */
  readonly step: number;
  /** Where in the policy that step stands: 0 is the first rule of the first round. */
  readonly position: number;
  readonly stepAt: Instant;
  /** Alerts received, repeats included. */
  readonly alertCount: number;
  readonly lastAlertAt: Instant;
  /** When somebody last did something about it, or a new alert joined it. Repeats and timers do not count. */
  readonly heardAt: Instant;
  readonly lastPlace: number;
  /** Grows with every change that a card shows. */
  readonly version: number;
  readonly state: State;
}
