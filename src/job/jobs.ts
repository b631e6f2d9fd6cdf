import type { Store } from '../db/store.ts';
import { type Clock, type Instant, seconds } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { AnyWorker, Later } from './job.ts';
import { runClaimed } from './run.ts';
import { type Claimed, claimJobs, freeAllJobs, freeJobs, nextDue, oldestDue, putJob } from './store.ts';

/** A worker has this long; its lock lasts three times as long, so that two never work on one job. */
export const deadline = seconds(20);
const lockFor = seconds(60);

export interface Kind {
  readonly name: string;
  readonly concurrency: number;
}

/** The table of jobs, as those see it who ask for work and those who run it. */
export interface Jobs {
  readonly later: Later;
  kinds(): readonly Kind[];
  claim(kind: string, limit: number): Promise<readonly Claimed[]>;
  /** Never rejects. */
  run(claimed: Claimed): Promise<void>;
  release(claimed: readonly Claimed[]): Promise<void>;
  nextDue(): Promise<readonly { readonly kind: string; readonly at: Instant }[]>;
  /** Among jobs of these kinds that wait although they are due. */
  oldestDue(kinds: readonly string[]): Promise<Instant | null>;
  /** For the start of the only process that runs jobs. Returns how many were begun by its predecessor. */
  freeOwnLocks(): Promise<number>;
  /** Calls `listener` whenever something new may be due. Returns how to stop that. */
  onWake(listener: () => void): () => void;
}

export function createJobs(deps: {
  store: Store;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Names this process in the locks. */
  owner: string;
  workers: () => readonly AnyWorker[];
}): Jobs {
  const { store, clock, newId, log, owner, workers } = deps;
  const listeners = new Set<() => void>();
  const wake = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    later: async (tx, wish) => {
      await putJob(tx, newId('job'), { ...wish, attempt: 0, failure: null });
      tx.afterCommit(wake);
    },
    kinds: () => workers().map(({ kind }) => ({ name: kind.name, concurrency: kind.concurrency })),
    claim: (kind, limit) =>
      store.transaction(async (tx) => {
        const now = clock();
        return await claimJobs(tx, { kind, limit, now, owner, until: now + lockFor });
      }),
    run: async (claimed) => {
      await runClaimed({ store, clock, newId, log, wake, workers }, claimed);
    },
    release: (claimed) =>
      store.transaction((tx) =>
        freeJobs(
          tx,
          claimed.map((one) => one.id),
          owner,
        ),
      ),
    nextDue: () => nextDue(store.read),
    oldestDue: (kinds) => oldestDue(store.read, kinds, clock()),
    freeOwnLocks: () => store.transaction((tx) => freeAllJobs(tx)),
    onWake: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
