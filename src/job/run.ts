import { z } from 'zod';
import { causeOf } from '../db/postgres-trouble.ts';
import type { Store, Tx } from '../db/store.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import { cut } from '../lib/cut.ts';
import type { Log } from '../lib/log.ts';
import { backoff } from './backoff.ts';
import type { AnyWorker, Running } from './job.ts';
import type { Claimed } from './port.ts';
import { giveUpRow, NotOurs, putBack, removeRow } from './store.ts';
import type { Times } from './times.ts';

export interface RunDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly workers: () => readonly AnyWorker[];
  readonly times: Times;
  readonly wake: (kind: string, due: Instant) => void;
}

/** Longest reason that is kept, in UTF-16 units. */
const longestFailure = 500;

type Ends = Pick<Running<unknown>, 'done' | 'again' | 'giveUp'>;
type Outcome = { readonly kind: 'worked' } | { readonly kind: 'failed' | 'hopeless'; readonly error: unknown };

/** Does the work of a claimed row; whatever the worker does or forgets, the row is ended or its lock runs out (false). */
export async function runClaimed(deps: RunDeps, claimed: Claimed): Promise<boolean> {
  const { log } = deps;
  const { id: job, kind, key, attempt } = claimed;
  // Not by the name `key`: what is called so is blotted out in the log.
  const about = { job, kind, of: key, attempt };
  try {
    let ended = false;
    const ends = endsOf(deps, claimed, () => {
      ended = true;
    });
    const outcome = await work(deps, claimed, ends);
    if (outcome.kind === 'hopeless') {
      await deps.store.transaction((tx) => ends.giveUp(tx, reasonOf(outcome.error)));
      log.error({ ...about, err: outcome.error }, 'a job was given up');
    } else if (!ended) {
      const error = outcome.kind === 'failed' ? outcome.error : new Error('the worker ended nothing');
      const at = deps.clock() + backoff(attempt);
      await deps.store.transaction((tx) => ends.again(tx, at, reasonOf(error)));
      log.warn({ ...about, err: error, at }, 'a job failed and will be tried again');
    } else if (outcome.kind === 'failed') {
      log.warn({ ...about, err: outcome.error }, 'a job failed after it was ended');
    }
    return true;
  } catch (error) {
    if (error instanceof NotOurs) {
      log.warn({ ...about, err: error }, 'a job was ended by somebody who had lost it');
      return true;
    }
    log.error({ ...about, err: error }, 'the end of a job could not be stored; it runs again');
    return false;
  }
}

async function work(deps: RunDeps, claimed: Claimed, ends: Ends): Promise<Outcome> {
  const worker = deps.workers().find((candidate) => candidate.kind.name === claimed.kind);
  if (worker === undefined) return { kind: 'hopeless', error: new Error(`nobody does ${claimed.kind}`) };
  const { id, key, payload, attempt } = claimed;
  const control = new AbortController();
  let outOfTime: (outcome: Outcome) => void = () => {};
  const never = new Promise<Outcome>((resolve) => {
    outOfTime = resolve;
  });
  const deadline = setTimeout(
    () => control.abort(new Error(`the worker had ${deps.times.deadline} ms`)),
    deps.times.deadline,
  );
  // A worker that does not hear the signal must not keep its place for ever; its end is refused when it comes.
  const patience = setTimeout(
    () => outOfTime({ kind: 'failed', error: new Error(`the worker did not end within ${deps.times.patience} ms`) }),
    deps.times.patience,
  );
  try {
    return await Promise.race([started(worker, { id, key, payload, attempt, signal: control.signal, ...ends }), never]);
  } finally {
    clearTimeout(deadline);
    clearTimeout(patience);
  }
}

function started(worker: AnyWorker, job: Running<unknown>): Promise<Outcome> {
  try {
    return worker.run(job).then(
      () => ({ kind: 'worked' }),
      (error: unknown) => ({ kind: 'failed', error }),
    );
  } catch (error) {
    // A worker parses the payload before it begins: a ZodError here and now speaks of the payload, a later one does not.
    return Promise.resolve({ kind: error instanceof z.ZodError ? 'hopeless' : 'failed', error });
  }
}

/** The three ends: each checks that the row is still ours, and wakes whoever waits for it. */
function endsOf(deps: RunDeps, claimed: Claimed, ended: () => void): Ends {
  const { id, kind, key, payload } = claimed;
  const afterwards = (tx: Tx, due: Instant): void =>
    tx.afterCommit(() => {
      ended();
      deps.wake(kind, due);
    });
  return {
    done: async (tx) => {
      await removeRow(tx, claimed);
      tx.afterCommit(ended);
    },
    again: async (tx, at, failure) => {
      await removeRow(tx, claimed);
      const attempt = failure === undefined ? 0 : claimed.attempt + 1;
      putBack(tx, {
        id,
        kind,
        key,
        payload,
        due: at,
        attempt,
        failure: failure === undefined ? null : kept(failure),
      });
      afterwards(tx, at);
    },
    giveUp: async (tx, failure) => {
      await giveUpRow(tx, claimed, kept(failure));
      tx.afterCommit(ended);
    },
  };
}

function kept(failure: string): string {
  return cut(failure, longestFailure);
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return `its payload does not parse: ${z.prettifyError(error)}`;
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}
