import type { Instant } from '../../src/lib/clock.ts';

/** A clock that stands still until it is told otherwise. */
export interface SteppedClock {
  readonly now: () => Instant;
  set(to: Instant): void;
  advance(ms: number): void;
}

export function steppedClock(start: Instant): SteppedClock {
  let now = start;
  return {
    now: () => now,
    set: (to) => {
      if (to < now) throw new Error('time does not go back');
      now = to;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}
