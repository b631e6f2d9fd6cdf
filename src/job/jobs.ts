import type { Store } from '../db/store.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { createFreeGone } from './free-gone.ts';
import { giveBack } from './give-back.ts';
import type { AnyWorker, Later, OnUnended } from './job.ts';
import type { Claimed, DueJobs } from './port.ts';
import { runClaimed } from './run.ts';
import { createSlots } from './slots.ts';
import { claimRows, freeRow, nextDueOf, oldestDue, overdueKinds, putWish } from './store.ts';
import { type Times, usualTimes } from './times.ts';

/** Work to be done: written with the change that caused it, claimed when due, run at least once. */
export interface Jobs extends DueJobs {
  readonly later: Later;
  /**
   * At the start and at each sweep: what a server holds that is gone is due again. Where this is the only one that runs jobs,
   * at once; where others may run too, once it was missed several times on end. How many rows it was.
   */
  freeGone(): Promise<number>;
  /** Since when the oldest of what is due and nobody has taken has been due. Null: nothing is. */
  oldestDue(kinds?: readonly string[]): Promise<Instant | null>;
  /** The kinds, known or not, of what was due by `dueBy` and nobody has taken. */
  overdueKinds(dueBy: Instant): Promise<readonly string[]>;
}

export interface JobsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Asked when a job runs: workers need `later`, so they are made after it. */
  readonly workers: () => readonly AnyWorker[];
  /** Names this process in its locks. */
  readonly owner: string;
  readonly onUnended?: OnUnended;
  readonly times?: Times;
}

export function createJobs(deps: JobsDeps): Jobs {
  const { store, clock, newId, log, workers, owner, times = usualTimes, onUnended = async () => {} } = deps;
  const listeners = new Set<(kind: string, due: Instant) => void>();
  const wake = (kind: string, due: Instant): void => {
    for (const listener of listeners) {
      try {
        listener(kind, due);
      } catch (err) {
        // A wake-up is a help; whoever missed it looks again by himself.
        log.error({ err, kind }, 'a wake-up failed');
      }
    }
  };
  // Rows of a kind that nobody does any more are given up one by one.
  const sizeOf = (kind: string): number => workers().find((worker) => worker.kind.name === kind)?.kind.concurrency ?? 1;
  const slots = createSlots(sizeOf, (kind) => wake(kind, clock()));
  const held = new Set<Claimed>();
  const letGo = (claimed: Claimed): void => {
    if (held.delete(claimed)) slots.give(claimed.kind, 1);
    // Another row of the same key may have waited for this one.
    wake(claimed.kind, clock());
  };
  const kinds = (): DueJobs['kinds'] => workers().map((worker) => worker.kind);

  const claim: DueJobs['claim'] = async (kind, limit, dueBy) => {
    const places = slots.take(kind, limit);
    if (places === 0) return [];
    let rows: readonly Claimed[] = [];
    try {
      rows = await store.transaction(async (tx) => {
        const now = clock();
        const lockedUntil = now + times.lock;
        const what = { kind, limit: places, dueBy: dueBy ?? now, now, lockedBy: owner, lockedUntil };
        const { claimed, unended } = await claimRows(tx, what);
        if (unended.length > 0) await onUnended(tx, unended);
        return claimed;
      });
      for (const row of rows) held.add(row);
      return rows;
    } finally {
      slots.give(kind, places - rows.length);
    }
  };

  return {
    get kinds() {
      return kinds();
    },
    later: async (tx, job) => {
      putWish(tx, { ...job, id: newId('job') });
      tx.afterCommit(() => {
        wake(job.kind, job.due);
        store.announce();
      });
    },
    claim,
    run: async (claimed) => {
      const ended = await runClaimed({ store, clock, log, workers, times, wake }, claimed);
      letGo(claimed);
      if (!ended)
        void giveBack({ store, log, lock: times.lock, onUnended }, claimed).then(() => wake(claimed.kind, clock()));
    },
    release: async (claimed) => {
      try {
        await store.transaction(async (tx) => {
          for (const row of claimed) await freeRow(tx, row);
        });
      } finally {
        for (const row of claimed) letGo(row);
      }
    },
    nextDue: async (kind) => {
      const next: { kind: string; at: Instant }[] = [];
      for (const name of kind === undefined ? kinds().map((known) => known.name) : [kind]) {
        if (slots.full(name)) continue;
        const at = await nextDueOf(store.read, name);
        if (at !== null) next.push({ kind: name, at });
      }
      return next;
    },
    onWake: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    freeGone: createFreeGone({ store, log, owner, onUnended, free: (kind) => wake(kind, clock()) }),
    oldestDue: (only) => oldestDue(store.read, clock(), only),
    overdueKinds: (dueBy) => overdueKinds(store.read, dueBy, clock()),
  };
}
