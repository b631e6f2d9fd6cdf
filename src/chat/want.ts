import { type Platform, platforms } from '../account/platform.ts';
import { connectionOfAccount } from '../account/store.ts';
import type { Tx } from '../db/store.ts';
import type { NewJob } from '../job/job.ts';
import type { Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import type { Service } from '../service/service.ts';
import type { Line } from './card.ts';
import { flushOf } from './kinds.ts';
import { markBehind, type Place, wantLine, wantMirror } from './store.ts';

/** Where a service's cards are shown: its channel on each platform that the account is connected to. */
export async function placesOf(tx: Tx, service: Service): Promise<readonly (Place & { platform: Platform })[]> {
  const places: (Place & { platform: Platform })[] = [];
  for (const platform of platforms) {
    const channel = service.channels[platform];
    if (channel === undefined) continue;
    const connection = await connectionOfAccount(tx, service.accountId, platform);
    if (connection !== null) places.push({ platform, connectionId: connection.id, channel });
  }
  return places;
}

/** A card in each of the service's channels. */
export async function wantCards(tx: Tx, newId: NewId, service: Service, incidentId: string): Promise<void> {
  for (const { connectionId, channel } of await placesOf(tx, service)) {
    wantMirror(tx, { id: newId('mir'), accountId: service.accountId, incidentId, connectionId, channel });
  }
}

/**
 * Every card of the incident is behind, and its thread is to tell its events up to `place`: one flush for each place where
 * it is shown.
 */
export async function wantRedraw(
  tx: Tx,
  incidentId: string,
  now: Instant,
  place: number | null = null,
): Promise<readonly NewJob[]> {
  return (await markBehind(tx, incidentId, place)).map((shown) => flushOf(shown, now));
}

/** Words in a place; under the incident's card, or in the channel itself. */
export async function wantWords(
  tx: Tx,
  newId: NewId,
  place: Place,
  line: { accountId: string; incidentId: string | null; content: Line; at: Instant },
): Promise<NewJob> {
  const { connectionId, channel } = place;
  await wantLine(tx, { id: newId('lin'), connectionId, channel, ...line });
  return flushOf(place, line.at);
}
