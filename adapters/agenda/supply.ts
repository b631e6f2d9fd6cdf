import type { Claimed, DueJobs } from '../../src/job/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { type Log, passOver } from '../../src/lib/log.ts';
import type { Alarm } from './alarm.ts';

/** How long a claim that failed waits, in milliseconds; the database may be busy or full. */
const afterFailure = 500;

/** The rows of one kind that were claimed and have not begun. */
export interface Supply {
  /** One row that is due, to be begun or put back; undefined: there is none now, and the alarm knows when there is. */
  next(): Promise<Claimed | undefined>;
  /** Something may have changed since the last claim. */
  changed(): void;
  /** The row begins; undefined: it was given back meanwhile. */
  begin(id: string): Claimed | undefined;
  /** It will not be begun now, but by whoever asks next. */
  putBack(id: string): void;
  /** Hands out nothing more; what was claimed and has not begun. */
  close(): Promise<readonly Claimed[]>;
}

/**
 * Claims as many rows at a time as the kind has places and hands them out one by one: a claim costs a commit. A claim that
 * finds nothing ends in one question, when is the next one due, which sets the alarm.
 */
export function createSupply(
  kind: { readonly name: string; readonly concurrency: number },
  { jobs, clock, log, alarm }: { jobs: DueJobs; clock: Clock; log: Log; alarm: Alarm },
): Supply {
  const ready: Claimed[] = [];
  const handedOut = new Map<string, Claimed>();
  let changes = 0;
  let filling: Promise<void> | null = null;
  let closed = false;

  const fill = async (): Promise<void> => {
    try {
      for (let seen = -1; seen !== changes && !closed; ) {
        seen = changes;
        ready.push(...(await jobs.claim(kind.name, kind.concurrency)));
        if (ready.length > 0 || closed) return;
        const [next] = await jobs.nextDue(kind.name);
        // What changed while we asked is not in the answer.
        if (seen === changes && !closed) alarm.set(kind.name, next?.at ?? null);
      }
    } catch (error) {
      passOver(log, `claiming ${kind.name}`)(error);
      if (!closed) alarm.set(kind.name, clock() + afterFailure);
    }
  };
  /** One claim at a time: whoever asks meanwhile shares its rows. */
  const filled = (): Promise<void> => {
    if (filling === null) {
      const begun = fill().finally(() => {
        filling = null;
      });
      filling = begun;
    }
    return filling;
  };
  const take = (id: string): Claimed | undefined => {
    const row = handedOut.get(id);
    handedOut.delete(id);
    return row;
  };
  return {
    next: async () => {
      if (ready.length === 0 && !closed) await filled();
      const row = closed ? undefined : ready.shift();
      if (row !== undefined) handedOut.set(row.id, row);
      return row;
    },
    changed: () => {
      changes += 1;
    },
    begin: take,
    putBack: (id) => {
      const row = take(id);
      if (row !== undefined) ready.unshift(row);
    },
    close: async () => {
      closed = true;
      await filling;
      const rows = [...ready.splice(0), ...handedOut.values()];
      handedOut.clear();
      return rows;
    },
  };
}
