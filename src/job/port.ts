import type { Instant } from '../lib/clock.ts';

/** Runs due jobs: Agenda in production, a stepped one in flow tests. */
export interface Executor {
  start(): Promise<void>;
  /** Something new may be due: look now rather than at the next alarm. Never throws. */
  wake(): void;
  /** No new claims; what was claimed and not begun is given back; resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** A row that is ours until `lockedUntil`, to be run or to be given back. */
export interface Claimed {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: unknown;
  readonly due: Instant;
  /** How often it was tried before. */
  readonly attempt: number;
  readonly lockedBy: string;
  readonly lockedUntil: Instant;
}

/** What an executor needs of the jobs: everything but writing new ones. */
export interface DueJobs {
  readonly kinds: readonly { readonly name: string; readonly concurrency: number }[];
  /**
   * Takes rows of one kind that are due, the earliest first: at most `limit`, and never more than the kind may run at once,
   * whoever asks. `dueBy` takes only what was due by then; without it, by now.
   */
  claim(kind: string, limit: number, dueBy?: Instant): Promise<readonly Claimed[]>;
  /** Does the work of one claimed row and sees that it is ended. Never rejects. */
  run(claimed: Claimed): Promise<void>;
  /** Gives back what was claimed and not begun; it is due at once. */
  release(claimed: readonly Claimed[]): Promise<void>;
  /**
   * When each kind (or the one asked for) has something to claim. A kind that has nothing, or whose places are all taken, is
   * missing: a wake-up follows when that changes.
   */
  nextDue(kind?: string): Promise<readonly { readonly kind: string; readonly at: Instant }[]>;
  /** Tells that `kind` may have something to claim at `due`. The returned function ends it. */
  onWake(listener: (kind: string, due: Instant) => void): () => void;
}
