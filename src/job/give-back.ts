import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../db/store.ts';
import { seconds } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Claimed } from './port.ts';
import { freeRow } from './store.ts';

const pause = seconds(1);

/**
 * The database was away when a job ended. Its row is given back as soon as the database answers again, rather than when its
 * lock is over: the same work may be done once more, and a page that was not sent goes out now. Never rejects.
 */
export async function giveBack(
  { store, log, lock }: { store: Store; log: Log; lock: number },
  row: Claimed,
): Promise<void> {
  for (let waited = 0; waited < lock; waited += pause) {
    await sleep(pause, undefined, { ref: false });
    try {
      await store.transaction((tx) => freeRow(tx, row));
      return;
    } catch (err) {
      log.debug({ err, job: row.id }, 'a job cannot be given back yet');
    }
  }
}
