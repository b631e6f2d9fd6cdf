import { seconds } from '../lib/clock.ts';

const longest = seconds(30);

/** Milliseconds until a job that failed is tried again: 1, 2, 4 … 30 s. `attempt` is how often it was tried before. */
export function backoff(attempt: number): number {
  return Math.min(seconds(2 ** attempt), longest);
}
