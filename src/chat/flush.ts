import type { Tx } from '../db/store.ts';
import { backoff } from '../job/backoff.ts';
import { type AnyWorker, type Running, worker } from '../job/job.ts';
import type { Instant } from '../lib/clock.ts';
import { showCard } from './flush-card.ts';
import { showLines } from './flush-lines.ts';
import { showThread } from './flush-thread.ts';
import { flushKind } from './kinds.ts';
import { quietNow } from './place/store.ts';
import type { Act, ChatPort } from './port.ts';
import { notYet, reach } from './reach.ts';
import type { FlushDeps, Shown } from './shown.ts';
import { linesWanted, nextMirror, nextThread, type Place } from './store.ts';

/** At most this many acts in one run, so that a run stays far below its deadline. */
const most = 20;

/**
 * Brings one channel up to date, in this order: new cards, cards that are behind, timelines, other words. Nothing else edits cards. It sends
 * at once and slows down only when told; it never sleeps.
 */
export function flushWorker(deps: FlushDeps): AnyWorker {
  return worker({
    kind: flushKind,
    work: async (job) => {
      const place = job.payload;
      const way = await reach(deps, place.connectionId);
      if (way.kind === 'port') return await run(deps, way.port, job);
      await deps.store.transaction(async (tx) => {
        if (way.kind === 'not-yet') return await job.again(tx, deps.clock() + backoff(job.attempt), notYet);
        // Nothing can be shown there now; whatever waits is picked up when the server starts with a token for it.
        await job.done(tx);
      });
    },
  });
}

async function run(deps: FlushDeps, port: ChatPort, job: Running<Place>): Promise<void> {
  const place = job.payload;
  const waits = new Map<Act, Instant>();
  const quiet = await quietNow(deps.store.read, place.connectionId, deps.clock());
  for (const act of quiet.size === 0 ? [] : (['post', 'edit'] as const)) {
    for (const scope of port.scopes(act, place.channel)) {
      const until = quiet.get(scope);
      if (until !== undefined) waits.set(act, Math.max(until, waits.get(act) ?? 0));
    }
  }
  for (let acts = 0; acts < most && !job.signal.aborted; acts += 1) {
    const shown = await showNext(deps, port, place, waits);
    if (shown === null) return await end(deps, job, waits);
    if (shown.kind === 'wait') waits.set(shown.act, shown.until);
    if (shown.kind === 'stop') {
      const again = deps.clock() + backoff(job.attempt);
      return await deps.store.transaction((tx) => job.again(tx, again, shown.reason));
    }
  }
  await deps.store.transaction((tx) => job.again(tx, deps.clock()));
}

/** Shows the next thing that may be shown now. Null: there is none. */
async function showNext(
  deps: FlushDeps,
  port: ChatPort,
  place: Place,
  waits: ReadonlyMap<Act, Instant>,
): Promise<Shown | null> {
  const { read } = deps.store;
  const wanted = waits.has('post') ? null : await nextMirror(read, place, 'wanted');
  const mirror = wanted ?? (waits.has('edit') ? null : await nextMirror(read, place, 'behind'));
  if (mirror !== null) return await showCard(deps, port, mirror);
  if (waits.has('post')) return null;
  const thread = await nextThread(read, place);
  if (thread !== null) return await showThread(deps, port, thread);
  const [first, ...more] = await linesWanted(read, place, most);
  return first === undefined ? null : await showLines(deps, port, place, [first, ...more]);
}

async function end(deps: FlushDeps, job: Running<Place>, waits: ReadonlyMap<Act, Instant>): Promise<void> {
  await deps.store.transaction(async (tx) => {
    if (waits.size === 0 || !(await isLeft(tx, job.payload))) return await job.done(tx);
    await job.again(tx, Math.min(...waits.values()));
  });
}

async function isLeft(tx: Tx, place: Place): Promise<boolean> {
  if ((await nextMirror(tx, place, 'wanted')) !== null || (await nextMirror(tx, place, 'behind')) !== null) return true;
  return (await nextThread(tx, place)) !== null || (await linesWanted(tx, place, 1)).length > 0;
}
