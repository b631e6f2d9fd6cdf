import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../db/store.ts';
import { seconds } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { OnUnended } from './job.ts';
import type { Claimed } from './port.ts';
import { freeRow } from './store.ts';

const pause = seconds(1);

/**
 * The database was away when a job ended. Its row is given back as soon as the database answers again, rather than when its
 * lock is over: the same work may be done once more, and a page that was not sent goes out now. Never rejects.
 */
export async function giveBack(
  { store, log, lock, onUnended }: { store: Store; log: Log; lock: number; onUnended: OnUnended },
  row: Claimed,
): Promise<void> {
  for (let waited = 0; waited < lock; waited += pause) {
    await sleep(pause, undefined, { ref: false });
    try {
      await store.transaction(async (tx) => {
        if (await freeRow(tx, row)) await onUnended(tx, [row]);
      });
      return;
    } catch (err) {
      log.debug({ err, job: row.id }, 'a job cannot be given back yet');
    }
  }
}
