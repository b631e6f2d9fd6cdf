import type { Platform } from '../account/platform.ts';
import type { Store } from '../db/store.ts';
import { type Clock, hours } from '../lib/clock.ts';
import { type Log, passOver } from '../lib/log.ts';
import { seeOnce } from './place/store.ts';

/** False when this delivery of the platform was acted upon before. Never rejects: what cannot be remembered is acted upon. */
export async function firstTime(
  { store, clock, log }: { readonly store: Pick<Store, 'transaction'>; readonly clock: Clock; readonly log: Log },
  platform: Platform,
  delivery: string,
): Promise<boolean> {
  const at = clock();
  try {
    return await store.transaction((tx) => seeOnce(tx, { platform, delivery, at }, at - hours(24)));
  } catch (error) {
    // Silence would be worse than the same deed twice, and what fails for good says so itself.
    passOver(log, 'remembering a delivery')(error);
    return true;
  }
}
