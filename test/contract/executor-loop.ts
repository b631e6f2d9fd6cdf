import type { DueJobs, Executor } from '../../src/job/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { type Log, passOver } from '../../src/lib/log.ts';

/**
 * The simplest executor there is: every few milliseconds it claims what it may and runs it. Where a contract fails with Agenda
 * and holds here, the fault is Agenda's or our adapter's; where it fails here too, it is the jobs'.
 */
export function createPlainLoop({ jobs, clock, log }: { jobs: DueJobs; clock: Clock; log: Log }): Executor {
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    for (const { kind, at } of await jobs.nextDue()) {
      if (at > clock()) continue;
      for (const row of await jobs.claim(kind, Number.MAX_SAFE_INTEGER)) {
        const run = jobs.run(row).finally(() => running.delete(run));
        running.add(run);
      }
    }
  };
  const wake = (): void => {
    if (timer === null || turn !== null) return;
    turn = look()
      .catch(passOver(log, 'a turn of the loop'))
      .finally(() => {
        turn = null;
      });
  };
  return {
    start: async () => {
      timer = setInterval(wake, 5);
    },
    wake,
    stop: async () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await turn;
      await Promise.all(running);
    },
  };
}
