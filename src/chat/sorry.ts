import { newReference } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import type { Words } from './card.ts';
import { say } from './words.ts';

/** A failure of ours in words, with a reference that is in the log too. */
export function sorry(reference: string): Words {
  return say(
    `That did not work, and it is not your fault. Please try again; if it stays so, tell whoever runs Reveille the reference ${reference}.`,
  );
}

/** The same for a failure at the edge: it is in the log under the reference that the words name. */
export function sorryFor(log: Log, what: string, error: unknown): Words {
  const reference = newReference();
  log.error({ err: error, reference }, `${what} failed`);
  return sorry(reference);
}
