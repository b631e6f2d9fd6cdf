import type { Tx } from '../db/store.ts';
import type { Unended } from '../job/job.ts';
import { flushKind } from './kinds.ts';
import { doubtPosts } from './store.ts';

/** Where a channel was being brought up to date by a server that ended, a card may stand that nobody knows of. */
export async function doubtUnended(tx: Tx, jobs: readonly Unended[]): Promise<void> {
  for (const { kind, payload } of jobs) {
    const place = kind === flushKind.name ? flushKind.payload.safeParse(payload).data : undefined;
    if (place !== undefined) await doubtPosts(tx, place);
  }
}
