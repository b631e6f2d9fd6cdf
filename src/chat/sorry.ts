import type { Words } from './card.ts';
import { say } from './words.ts';

/** A failure of ours in words, with a reference that is in the log too. */
export function sorry(reference: string): Words {
  return say(
    `That did not work, and it is not your fault. Please try again; if it stays so, tell whoever runs Reveille the reference ${reference}.`,
  );
}
