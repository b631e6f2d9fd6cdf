import type { z } from 'zod';
import type { Tx } from '../db/store.ts';
import type { Instant } from '../lib/clock.ts';

/** A kind of work, declared by the noun that asks for it. Names are `noun.why`: `escalation.due`. */
export interface JobKind<P> {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  /** How many of this kind may run at once. */
  readonly concurrency: number;
}

/** Work to be done at `due`, at least once. An open job of the same kind and key that has not begun takes it in. */
export interface NewJob {
  readonly kind: string;
  readonly key: string;
  readonly due: Instant;
  readonly payload: unknown;
}

/** Writes the job in the transaction of the change that caused it, and wakes the executor once that is durable. */
export type Later = (tx: Tx, job: NewJob) => Promise<void>;

/** A job that was begun. The worker ends it with exactly one of the three, in its own transaction. */
export interface Running<P> {
  readonly id: string;
  readonly key: string;
  readonly payload: P;
  /** How often it has failed in a row. */
  readonly attempt: number;
  /** Aborts when the worker has had its time: it should end now. Its end counts as long as the lock is ours. */
  readonly signal: AbortSignal;
  done(tx: Tx): Promise<void>;
  /**
   * To be run again at `at`; merges with a newer wish of the same kind and key that waits. With `failure` it counts as an
   * attempt; without, it went well as far as it went, and the next failure is the first.
   */
  again(tx: Tx, at: Instant, failure?: string): Promise<void>;
  /** Pointless: kept with its reason for a person to see. */
  giveUp(tx: Tx, failure: string): Promise<void>;
}

/** A job that was begun and not ended, because its server was: its work may have been done or not. It runs again. */
export interface Unended {
  readonly kind: string;
  readonly payload: unknown;
}

/** Told of them in the transaction that lets them run again. */
export type OnUnended = (tx: Tx, jobs: readonly Unended[]) => Promise<void>;

/** A kind and the code that does it. A throw means: again, with backoff. */
export interface Worker<P> {
  readonly kind: JobKind<P>;
  work(job: Running<P>): Promise<void>;
}

/** A worker of any kind, for lists: the payload is parsed by its own kind before it is handed over. */
export interface AnyWorker {
  readonly kind: { readonly name: string; readonly concurrency: number };
  /** Throws a ZodError when the payload is not of this kind. */
  run(job: Running<unknown>): Promise<void>;
}

export function worker<P>({ kind, work }: Worker<P>): AnyWorker {
  return { kind, run: (job) => work({ ...job, payload: kind.payload.parse(job.payload) }) };
}
