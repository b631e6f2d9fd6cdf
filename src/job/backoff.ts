import { seconds } from '../lib/clock.ts';

/** How long until the next try: 1, 2, 4 … 30 s. `attempt` is how often it was tried before, from 0. */
export function backoff(attempt: number): number {
  return Math.min(seconds(30), seconds(2 ** Math.min(attempt, 5)));
}
