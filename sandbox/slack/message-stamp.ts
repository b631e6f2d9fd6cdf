/**
 * Makes message timestamps: `SECONDS.MICROSECONDS`, unique in the workspace and never going back, which is all that
 * Slack promises of a `ts` (https://docs.slack.dev/messaging/retrieving-messages). `last` is the last one given before.
 */
export function createStamps(last: string, now: () => number): { next(): string; last(): string } {
  let latest = Number(last.replace('.', ''));
  const written = (): string => `${Math.floor(latest / 1_000_000)}.${String(latest % 1_000_000).padStart(6, '0')}`;
  return {
    next() {
      latest = Math.max(Math.floor(now() / 1000) * 1_000_000, latest - (latest % 100)) + 100;
      return written();
    },
    last: written,
  };
}
