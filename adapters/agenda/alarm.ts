import type { Clock, Instant } from '../../src/lib/clock.ts';

/** One timer for the earliest of what several kinds wait for. */
export interface Alarm {
  /** The kind has nothing before `at`; null: nothing at all. */
  set(kind: string, at: Instant | null): void;
  /** The kind has something at `at`, or even before. */
  noLater(kind: string, at: Instant): void;
  /** Looks at the clock at once: it may have jumped. */
  check(): void;
  stop(): void;
}

/** `setTimeout` rings at once for more than 2^31 - 1 ms (nodejs.org/api/timers.html); whoever rings early is set again. */
const longest = 60_000;

/**
 * `ring` is called for each kind whose time has come, never before: Node's timers ring up to 1 ms early, so the clock decides
 * and a timer that rang early is set again.
 */
export function createAlarm(clock: Clock, ring: (kind: string) => void): Alarm {
  const times = new Map<string, Instant>();
  let timer: NodeJS.Timeout | null = null;
  let setFor: Instant | null = null;

  const disarm = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    setFor = null;
  };
  const arm = (): void => {
    const earliest = Math.min(...times.values());
    if (setFor === earliest) return;
    disarm();
    if (times.size === 0) return;
    setFor = earliest;
    timer = setTimeout(check, Math.min(Math.max(earliest - clock(), 1), longest));
    timer.unref();
  };
  const check = (): void => {
    disarm();
    const now = clock();
    const due = [...times].filter(([, at]) => at <= now).map(([kind]) => kind);
    for (const kind of due) times.delete(kind);
    for (const kind of due) ring(kind);
    arm();
  };
  return {
    set: (kind, at) => {
      if (at === null) times.delete(kind);
      else times.set(kind, at);
      arm();
    },
    noLater: (kind, at) => {
      if (at >= (times.get(kind) ?? Number.POSITIVE_INFINITY)) return;
      times.set(kind, at);
      arm();
    },
    check,
    stop: () => {
      times.clear();
      disarm();
    },
  };
}
