import { seconds } from '../lib/clock.ts';

/** In milliseconds, from the claim on or from the beginning of the work; each shorter than the next. */
export interface Times {
  /** When the worker's signal aborts. */
  readonly deadline: number;
  /** When nobody waits for the worker any more. */
  readonly patience: number;
  /** When the row is anybody's again. */
  readonly lock: number;
}

export const usualTimes: Times = { deadline: seconds(20), patience: seconds(50), lock: seconds(60) };
