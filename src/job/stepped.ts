import type { Instant } from '../lib/clock.ts';
import type { Executor } from './executor.ts';
import type { Jobs } from './jobs.ts';

/** An executor that does nothing by itself: whoever steps the clock says until when, and everything due runs in its order. */
export interface Stepped extends Executor {
  /** Runs whatever is due now, and what that makes due now. */
  settle(): Promise<void>;
  /** Moves the clock from one due time to the next, up to `to`, running what is due. */
  advance(to: Instant): Promise<void>;
}

/** More runs than any story needs: jobs that make each other due for ever. */
const mostRuns = 10_000;

export function createStepped(deps: { jobs: Jobs; clock: { now(): Instant; set(to: Instant): void } }): Stepped {
  const { jobs, clock } = deps;
  const dueTimes = async (): Promise<readonly { kind: string; at: Instant }[]> =>
    [...(await jobs.nextDue())].sort((a, b) => a.at - b.at);
  const settle = async (): Promise<void> => {
    for (let runs = 0; runs < mostRuns; runs += 1) {
      const [next] = await dueTimes();
      if (next === undefined || next.at > clock.now()) return;
      const claimed = await jobs.claim(next.kind, 1);
      if (claimed.length === 0) return;
      for (const one of claimed) await jobs.run(one);
    }
    throw new Error('jobs make each other due without end');
  };
  return {
    settle,
    advance: async (to) => {
      await settle();
      for (;;) {
        const [next] = await dueTimes();
        if (next === undefined || next.at > to) break;
        clock.set(Math.max(next.at, clock.now()));
        await settle();
      }
      clock.set(to);
    },
    start: async () => {},
    wake: () => {},
    stop: async () => {},
  };
}
