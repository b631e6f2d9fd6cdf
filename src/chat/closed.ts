import type { Tx } from '../db/store.ts';
import { closedOf } from './kinds.ts';
import { tellOwners } from './notice.ts';
import { connectionsOf, ofPlatform } from './place/of-platform.ts';
import { closePlace } from './place/store.ts';
import type { FlushDeps } from './shown.ts';
import type { Place } from './store.ts';

/**
 * A channel is not there, or not for us: the owners hear of it once, until something could be shown there again, and it is
 * looked at now and then whether it can.
 */
export async function close(
  tx: Tx,
  deps: Pick<FlushDeps, 'newId' | 'later' | 'clock'>,
  { connectionId, channel }: Place,
  accountId: string,
  reason: string,
): Promise<void> {
  const at = deps.clock();
  if (!(await closePlace(tx, { accountId, connectionId, channel, reason, since: at }))) return;
  await deps.later(tx, closedOf({ connectionId, channel }, at));
  const platform = ofPlatform(await connectionsOf(tx, accountId), connectionId);
  const text = `⚠️ Nothing can be shown in the channel ${channel}${platform}: ${reason}`;
  for (const job of await tellOwners(tx, deps.newId, { accountId, about: `channel:${channel}`, text, at })) {
    await deps.later(tx, job);
  }
}
