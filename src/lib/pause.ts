import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for `ms`, or until it is stopped. Never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
