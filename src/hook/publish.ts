import type { Publish } from '../event/event.ts';
import type { Later } from '../job/job.ts';
import type { Subscription } from './handler.ts';

/**
 * Gives each event to every subscription that wants it. The default global ones are ours and known good; they stand for
 * every account and are asked in the order of the list.
 */
export function createPublish(deps: { later: Later; subscriptions: readonly Subscription[] }): Publish {
  return async (tx, events) => {
    for (const event of events) {
      for (const subscription of deps.subscriptions) {
        if (!subscription.wants(event)) continue;
        const asked = await subscription.handle(tx, event);
        if (asked.now !== undefined) tx.afterCommit(asked.now);
        for (const job of asked.jobs ?? []) await deps.later(tx, job);
      }
    }
  };
}
