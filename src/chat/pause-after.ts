/** How an attempt to reach a platform failed: it wants `ms` of peace, it did not answer, or it understood and said no. */
type Failed =
  | { readonly kind: 'too-fast'; readonly ms: number }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'said-no' | 'wrong-token' };

/** Seconds of peace where a platform asks for it without saying how long. */
export const unsaidPeace = 30;

/** Milliseconds until the next attempt: what was asked for, or doubling from 100 ms to 10 s; a minute after a no. */
export function pauseAfter(failed: Failed, failures: number): number {
  if (failed.kind === 'too-fast') return failed.ms;
  if (failed.kind === 'no-answer') return Math.min(10_000, 100 * 2 ** Math.min(failures - 1, 10));
  return 60_000;
}
