import type { Platform } from '../account/platform.ts';
import type { Tx } from '../db/store.ts';
import { hours } from '../lib/clock.ts';
import { closedOf } from './kinds.ts';
import { tellOwners } from './notice.ts';
import { connectionsOf, ofPlatform } from './place/of-platform.ts';
import { closePlace, seeOnce } from './place/store.ts';
import type { FlushDeps } from './shown.ts';
import type { Place } from './store.ts';

type Telling = Pick<FlushDeps, 'newId' | 'later' | 'clock'>;

/**
 * A channel is not there, or not for us: the owners hear of it once, until something could be shown there again, and it is
 * looked at now and then whether it can.
 */
export async function close(
  tx: Tx,
  deps: Telling,
  { connectionId, channel }: Place,
  accountId: string,
  reason: string,
): Promise<void> {
  const at = deps.clock();
  if (!(await closePlace(tx, { accountId, connectionId, channel, reason, since: at }))) return;
  await deps.later(tx, closedOf({ connectionId, channel }, at));
  const what = { about: 'channel', text: 'Nothing can be shown in', reason };
  await tellOf(tx, deps, { connectionId, channel }, accountId, what);
}

/** A channel takes cards and no timeline: the owners hear of it once a day. */
export async function closeThreads(
  tx: Tx,
  deps: Telling,
  place: Place & { readonly platform: Platform },
  accountId: string,
  reason: string,
): Promise<void> {
  const at = deps.clock();
  const { platform, connectionId, channel } = place;
  const once = { platform, delivery: `no-threads:${connectionId}:${channel}`, at };
  if (!(await seeOnce(tx, once, at - hours(24)))) return;
  // Of its own: two notices about the same that wait become one.
  await tellOf(tx, deps, place, accountId, { about: 'timelines', text: 'Timelines cannot be told in', reason });
}

async function tellOf(
  tx: Tx,
  deps: Telling,
  { connectionId, channel }: Place,
  accountId: string,
  what: { readonly about: string; readonly text: string; readonly reason: string },
): Promise<void> {
  const platform = ofPlatform(await connectionsOf(tx, accountId), connectionId);
  const text = `⚠️ ${what.text} the channel ${channel}${platform}: ${what.reason}`;
  const notice = { accountId, about: `${what.about}:${channel}`, text, at: deps.clock() };
  for (const job of await tellOwners(tx, deps.newId, notice)) await deps.later(tx, job);
}
