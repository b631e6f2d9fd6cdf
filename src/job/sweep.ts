import { type Clock, seconds } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Jobs } from './jobs.ts';

export interface SweepDeps {
  readonly jobs: Pick<Jobs, 'freeGone' | 'overdueKinds' | 'claim' | 'run'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Calls `task` again and again; the returned function ends it. */
  readonly every?: (ms: number, task: () => void) => () => void;
}

/** How often it looks, and how late a row must be before it is taken for forgotten. */
const patience = seconds(2);
/** At most so many rows of a kind in one go, so that a look at the other rows is never far. */
const most = 200;

/**
 * Runs what is overdue and nobody has taken, so that a dead executor delays a page by seconds. It draws from the same places
 * as the executor and takes nothing from one that is merely busy. Kinds do not wait for each other here either.
 */
export function startSweep({ jobs, clock, log, every = interval }: SweepDeps): { stop(): Promise<void> } {
  const busy = new Map<string, Promise<void>>();
  let stopping = false;
  let looking: Promise<void> | null = null;

  const sweepKind = async (kind: string): Promise<void> => {
    for (let ran = 0; ran < most && !stopping; ) {
      const claimed = await jobs.claim(kind, most - ran, clock() - patience);
      if (claimed.length === 0) return;
      if (ran === 0) log.warn({ kind, rows: claimed.length }, 'jobs were overdue; the sweep runs them');
      await Promise.all(claimed.map((row) => jobs.run(row)));
      ran += claimed.length;
    }
  };
  const begin = (kind: string): void => {
    const swept = sweepKind(kind)
      .catch((err: unknown) => log.error({ err, kind }, 'the sweep failed'))
      .finally(() => busy.delete(kind));
    busy.set(kind, swept);
  };
  const look = async (): Promise<void> => {
    try {
      // The executor hears of what was freed; what it leaves is seen at the next look.
      if ((await jobs.freeGone()) > 0) return;
      for (const kind of await jobs.overdueKinds(clock() - patience)) if (!busy.has(kind) && !stopping) begin(kind);
    } catch (err) {
      log.error({ err }, 'the sweep could not look');
    } finally {
      looking = null;
    }
  };

  const end = every(patience, () => {
    looking ??= look();
  });
  return {
    stop: async () => {
      stopping = true;
      end();
      await looking;
      await Promise.all(busy.values());
    },
  };
}

function interval(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms).unref();
  return () => clearInterval(timer);
}
