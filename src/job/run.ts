import { ZodError } from 'zod';
import type { Store, Tx } from '../db/store.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { backoff } from './backoff.ts';
import type { AnyWorker, Running } from './job.ts';
import { deadline } from './jobs.ts';
import { type Claimed, giveUpJob, putJob, removeJob } from './store.ts';

export interface RunDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly wake: () => void;
  readonly workers: () => readonly AnyWorker[];
}

/** Runs one claimed job to its end. A throw, or a worker that ended nothing, means: again, with backoff. Never rejects. */
export async function runClaimed(deps: RunDeps, claimed: Claimed): Promise<void> {
  const { log } = deps;
  const about = { job: claimed.id, kind: claimed.kind, attempt: claimed.attempt };
  let ended = false;
  const running = begin(deps, claimed, () => {
    ended = true;
  });
  try {
    const found = deps.workers().find(({ kind }) => kind.name === claimed.kind);
    if (found === undefined) throw new Unrunnable(`no worker for ${claimed.kind}`);
    await withDeadline(found.run(running.job), running.abort);
    if (!ended) throw new Error('the worker ended neither with done nor with again');
  } catch (error) {
    if (ended) {
      log.error({ err: error, ...about }, 'a job failed after its end');
      return;
    }
    log.error({ err: error, ...about }, 'a job failed');
    await afterFailure(deps, claimed, error).catch((second: unknown) => {
      // Its lock runs out, and then it is run again.
      log.error({ err: second, ...about }, 'a failed job could not be put back');
    });
  }
}

/** What trying again cannot mend. */
class Unrunnable extends Error {}

async function afterFailure(deps: RunDeps, claimed: Claimed, error: unknown): Promise<void> {
  const words = error instanceof Error ? error.message : String(error);
  const pointless = error instanceof Unrunnable || error instanceof ZodError;
  await deps.store.transaction(async (tx) => {
    const { job } = begin(deps, claimed, () => {});
    if (pointless) return await job.giveUp(tx, words);
    await job.again(tx, deps.clock() + backoff(claimed.attempt), words);
  });
}

function begin(deps: RunDeps, claimed: Claimed, onEnd: () => void): { job: Running<unknown>; abort: AbortController } {
  const abort = new AbortController();
  const owned = (mine: boolean): void => {
    if (!mine) throw new Error(`job ${claimed.id} is not ours any more`);
  };
  const end = (tx: Tx): void => tx.afterCommit(onEnd);
  const job: Running<unknown> = {
    id: claimed.id,
    key: claimed.key,
    payload: claimed.payload,
    attempt: claimed.attempt,
    signal: abort.signal,
    done: async (tx) => {
      owned(await removeJob(tx, claimed));
      end(tx);
    },
    again: async (tx: Tx, at: Instant, failure?: string) => {
      owned(await removeJob(tx, claimed));
      const { kind, key, payload } = claimed;
      // Something failed: the next wait is longer. Without a failure it only waits for its time.
      const attempt = failure === undefined ? 0 : claimed.attempt + 1;
      await putJob(tx, deps.newId('job'), { kind, key, payload, due: at, attempt, failure: failure ?? null });
      end(tx);
      tx.afterCommit(deps.wake);
    },
    giveUp: async (tx, failure) => {
      owned(await giveUpJob(tx, claimed, failure));
      end(tx);
    },
  };
  return { job, abort };
}

/** Waits for the work, but not beyond its deadline: then it is told to end, and counts as failed. */
async function withDeadline(work: Promise<void>, abort: AbortController): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new Error(`not done within ${deadline / 1000} s`));
    }, deadline);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
