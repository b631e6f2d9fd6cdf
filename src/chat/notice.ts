import { platforms } from '../account/platform.ts';
import { connectionOfAccount, noticesOf } from '../account/store.ts';
import type { Store, Tx } from '../db/store.ts';
import { backoff } from '../job/backoff.ts';
import { type AnyWorker, type Later, type NewJob, worker } from '../job/job.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { NewId } from '../lib/ids.ts';
import { identitiesOf, owners } from '../person/store.ts';
import { noticeKind } from './kinds.ts';
import type { ChatPort } from './port.ts';
import { notYet, reach } from './reach.ts';
import type { Place } from './store.ts';
import { wantWords } from './want.ts';

/** What the owners are to hear. One notice for each `about` that has not been sent yet. */
export interface Notice {
  readonly accountId: string;
  readonly about: string;
  readonly text: string;
  readonly at: Instant;
}

/**
 * Tells the owners what went wrong: in the account's channels for it; by direct message each who is on no platform that
 * has one, so that nobody hears it twice and nobody misses it.
 */
export async function tellOwners(tx: Tx, newId: NewId, notice: Notice): Promise<readonly NewJob[]> {
  const { accountId, text, at } = notice;
  const notices = await noticesOf(tx, accountId);
  const jobs: NewJob[] = [];
  const told = new Set<string>();
  const others: string[] = [];
  for (const platform of platforms) {
    const connection = await connectionOfAccount(tx, accountId, platform);
    if (connection === null) continue;
    const channel = notices[platform];
    if (channel === undefined) others.push(connection.id);
    else {
      told.add(connection.id);
      const place = { connectionId: connection.id, channel };
      jobs.push(await wantWords(tx, newId, place, { accountId, incidentId: null, content: [text], at }));
    }
  }
  for (const connectionId of others) jobs.push(...(await noticeEach(tx, connectionId, notice, told)));
  return jobs;
}

/** The account's channel for notices could not be written to: each owner there hears by direct message what it was to say. */
export async function tellInstead(tx: Tx, place: Place, notice: Notice): Promise<readonly NewJob[]> {
  for (const platform of platforms) {
    const connection = await connectionOfAccount(tx, notice.accountId, platform);
    if (connection?.id !== place.connectionId) continue;
    const notices = await noticesOf(tx, notice.accountId);
    if (notices[platform] === place.channel) return await noticeEach(tx, connection.id, notice);
  }
  return [];
}

/** `told` are the connections whose people read it in their channel. */
async function noticeEach(
  tx: Tx,
  connectionId: string,
  notice: Notice,
  told: ReadonlySet<string> = new Set(),
): Promise<readonly NewJob[]> {
  const { accountId, about, text, at } = notice;
  const jobs: NewJob[] = [];
  for (const owner of await owners(tx, accountId)) {
    const identities = await identitiesOf(tx, owner.id);
    const identity = identities.find((candidate) => candidate.connectionId === connectionId);
    if (identity === undefined || identities.some((one) => told.has(one.connectionId))) continue;
    const payload = { accountId, connectionId, person: identity.externalId, text };
    jobs.push({ kind: noticeKind.name, key: `${about}:${identity.externalId}`, due: at, payload });
  }
  return jobs;
}

/** Finds the owner's direct message; the words themselves go the way of all lines. */
export function noticeWorker(deps: {
  store: Store;
  clock: Clock;
  newId: NewId;
  later: Later;
  ports: readonly ChatPort[];
}): AnyWorker {
  return worker({
    kind: noticeKind,
    work: async (job) => {
      const { accountId, connectionId, person, text } = job.payload;
      const way = await reach(deps, connectionId);
      const opened = way.kind === 'port' ? await way.port.openDm(person) : null;
      await deps.store.transaction(async (tx) => {
        const at = deps.clock();
        if (opened?.kind === 'done') {
          const place = { connectionId, channel: opened.value.channel };
          const line = { accountId, incidentId: null, content: [text], at };
          await deps.later(tx, await wantWords(tx, deps.newId, place, line));
          return await job.done(tx);
        }
        if (opened?.kind === 'later') return await job.again(tx, opened.at);
        if (opened?.kind === 'broken') return await job.again(tx, at + backoff(job.attempt), opened.reason);
        if (way.kind === 'not-yet') return await job.again(tx, at + backoff(job.attempt), notYet);
        await job.giveUp(tx, opened?.reason ?? 'no token of ours belongs to this workspace');
      });
    },
  });
}
