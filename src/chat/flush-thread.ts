import { eventsAfter } from '../event/store.ts';
import { cut } from '../lib/cut.ts';
import { never } from '../lib/result.ts';
import type { Line } from './card.ts';
import { close, closeThreads } from './closed.ts';
import { headOf, titleOf } from './head.ts';
import { plain } from './line.ts';
import { keepQuiet, openPlace } from './place/store.ts';
import type { ChatPort, Outcome } from './port.ts';
import type { FlushDeps, Shown } from './shown.ts';
import { type Mirror, saveMirror } from './store.ts';
import { linesOf } from './timeline.ts';

/** Lines in one message; the rest follows in the next. */
const most = 20;

/** Tells under a card what has happened since the thread last spoke, oldest first, several lines in one message. */
export async function showThread(deps: FlushDeps, port: ChatPort, mirror: Mirror): Promise<Shown> {
  const { accountId, incidentId, connectionId, channel } = mirror;
  const events = await eventsAfter(deps.store.read, accountId, incidentId, mirror.eventShown, most);
  const told = events.at(-1)?.place ?? mirror.eventWanted;
  const lines = await linesOf(deps.store.read, accountId, events, connectionId);
  // The card stands there even when its last edit was refused; where none was ever posted, the channel itself is told.
  const thread = mirror.message;
  const head = await headOf(deps.store.read, accountId, incidentId);
  const lock = cut(`${plain(head)}${lines.map(plain).join('; ')}`, 150);
  const said = events.map((event, index): Line => {
    const words: Line = [{ time: event.at }, ' ', ...(lines[index] ?? [])];
    return thread === null ? [...head, ...words] : words;
  });
  const once = `${mirror.id}:${mirror.eventShown}:${told}`;
  const hints = { title: titleOf(head, said), once, isFirst: mirror.eventShown === 0 };
  const outcome = await port.post(channel, { words: { lock, lines: said } }, hints, thread ?? undefined);
  switch (outcome.kind) {
    case 'done':
      await deps.store.transaction(async (tx) => {
        await saveMirror(tx, mirror.id, { eventShown: told });
        await openPlace(tx, mirror);
      });
      return { kind: 'done' };
    case 'later':
      await deps.store.transaction((tx) => keepQuiet(tx, connectionId, outcome.scope, outcome.at));
      return { kind: 'wait', act: 'post', until: outcome.at };
    case 'gone':
      if (outcome.what === 'channel') {
        await deps.store.transaction(async (tx) => {
          await saveMirror(tx, mirror.id, { status: 'closed', failure: outcome.reason });
          await close(tx, deps, mirror, accountId, outcome.reason);
        });
        return { kind: 'done' };
      }
      return await unsaid(deps, port, mirror, told, outcome);
    case 'refused':
      return await unsaid(deps, port, mirror, told, outcome);
    case 'broken':
      return { kind: 'stop', reason: outcome.reason };
    default:
      return never(outcome);
  }
}

/** The platform will never take these lines; those that come after them may be taken. */
async function unsaid(
  deps: FlushDeps,
  { platform }: ChatPort,
  { id, accountId, connectionId, channel }: Mirror,
  told: number,
  { kind, reason }: Extract<Outcome<never>, { kind: 'gone' | 'refused' }>,
): Promise<Shown> {
  deps.log.warn({ channel, reason }, 'lines of a timeline could not be said');
  await deps.store.transaction(async (tx) => {
    await saveMirror(tx, id, { eventShown: told });
    // A thread that is gone is that card's own affair.
    if (kind === 'refused') await closeThreads(tx, deps, { platform, connectionId, channel }, accountId, reason);
  });
  return { kind: 'done' };
}
