/** How the next calls of a method go wrong. */
export interface Failure {
  /** HTTP status. 200 with an `error` is a refusal in Slack's own form. */
  readonly status: number;
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfterS?: number;
  readonly error?: string;
  /** How many calls fail; 1 when absent. */
  readonly times?: number;
}

export interface Failures {
  /** null: let it work again. */
  set(method: string, failure: Failure | null): void;
  /** The failure that this call must suffer, if any. */
  take(method: string): Failure | undefined;
}

export function createFailures(): Failures {
  const waiting = new Map<string, { failure: Failure; left: number }>();
  return {
    set(method, failure) {
      if (failure === null) waiting.delete(method);
      else waiting.set(method, { failure, left: failure.times ?? 1 });
    },
    take(method) {
      const next = waiting.get(method);
      if (!next) return undefined;
      next.left -= 1;
      if (next.left <= 0) waiting.delete(method);
      return next.failure;
    },
  };
}

/** What is sent for a failure: Slack's words for a rate limit (https://docs.slack.dev/apis/web-api/rate-limits). */
export function failureBody(failure: Failure): { ok: false; error: string } {
  return { ok: false, error: failure.error ?? (failure.status === 429 ? 'ratelimited' : 'internal_error') };
}
