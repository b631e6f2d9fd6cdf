import { type Clock, seconds } from '../lib/clock.ts';
import { type Log, passOver } from '../lib/log.ts';
import type { Jobs } from './jobs.ts';

const every = seconds(2);
/** What the executor has left lying this long is run here, so that a dead executor delays a page by seconds. */
const patience = seconds(2);

/** The safety net under the executor. Never overlaps itself. */
export function startSweep(deps: { jobs: Jobs; clock: Clock; log: Log }): { stop(): Promise<void> } {
  const { jobs, clock, log } = deps;
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = sweep(jobs, clock() - patience)
      .catch(passOver(log, 'a sweep over overdue jobs'))
      .finally(() => {
        busy = false;
      });
  }, every);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** One round: the jobs of every kind that were due before `before`, one after the other. */
export async function sweep(jobs: Jobs, before: number): Promise<void> {
  for (const { kind, at } of await jobs.nextDue()) {
    if (at > before) continue;
    const claimed = await jobs.claim(kind, 10);
    for (const one of claimed) await jobs.run(one);
  }
}
