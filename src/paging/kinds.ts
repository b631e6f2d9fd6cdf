import { z } from 'zod';
import type { JobKind } from '../job/job.ts';

/** One page goes out through one contact. Of its own, so that it never waits behind edits of cards. */
export const deliverKind: JobKind<{ accountId: string; deliveryId: string }> = {
  name: 'page.deliver',
  payload: z.strictObject({ accountId: z.string(), deliveryId: z.string() }),
  concurrency: 16,
};
