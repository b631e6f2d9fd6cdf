import type { Tx } from '../db/store.ts';
import { never } from '../lib/result.ts';
import { close } from './closed.ts';
import { headOf, titleOf } from './head.ts';
import { lineSchema, plain } from './line.ts';
import { tellInstead } from './notice.ts';
import { keepQuiet, openPlace } from './place/store.ts';
import type { ChatPort, Outcome } from './port.ts';
import type { FlushDeps, Shown } from './shown.ts';
import { type Place, type StoredLine, saveLines, threadIn } from './store.ts';

/** The oldest line that waits, with those that follow it in the same thread: several in one message. */
export async function showLines(
  deps: FlushDeps,
  port: ChatPort,
  place: Place,
  waiting: readonly [StoredLine, ...StoredLine[]],
): Promise<Shown> {
  const [{ accountId, incidentId }] = waiting;
  const end = waiting.findIndex((line) => line.incidentId !== incidentId);
  const together = end === -1 ? waiting : waiting.slice(0, end);
  const ids = together.map((line) => line.id);
  const lines = together.map((line) => lineSchema.parse(line.content));
  const card = incidentId === null ? null : await threadIn(deps.store.read, incidentId, place);
  if (card?.status === 'deleted') {
    const failure = 'somebody deleted the card that it was to stand under';
    await deps.store.transaction((tx) => saveLines(tx, ids, { status: 'failed', failure }));
    return { kind: 'done' };
  }
  const thread = card?.message ?? null;
  const head = incidentId === null ? [] : await headOf(deps.store.read, accountId, incidentId);
  const said = lines.map((line) => (thread === null ? [...head, ...line] : line));
  const hints = { title: titleOf(head, said), once: ids.join(':') };
  const outcome = await port.post(place.channel, { words: { lines: said } }, hints, thread ?? undefined);
  switch (outcome.kind) {
    case 'done':
      await deps.store.transaction(async (tx) => {
        await saveLines(tx, ids, { status: 'shown', failure: null });
        await openPlace(tx, place);
      });
      return { kind: 'done' };
    case 'later':
      await deps.store.transaction((tx) => keepQuiet(tx, place.connectionId, outcome.scope, outcome.at));
      return { kind: 'wait', act: 'post', until: outcome.at };
    case 'gone':
    case 'refused':
      deps.log.warn({ channel: place.channel, reason: outcome.reason }, 'a line could not be said');
      await deps.store.transaction(async (tx) => {
        await saveLines(tx, ids, { status: 'failed', failure: outcome.reason });
        await unsaid(tx, deps, place, together, outcome);
      });
      return { kind: 'done' };
    case 'broken':
      return { kind: 'stop', reason: outcome.reason };
    default:
      return never(outcome);
  }
}

/** What the owners were to read in their channel is told to each of them instead; a channel that is gone is said as well. */
async function unsaid(
  tx: Tx,
  deps: FlushDeps,
  place: Place,
  lines: readonly StoredLine[],
  outcome: Extract<Outcome<never>, { kind: 'gone' | 'refused' }>,
): Promise<void> {
  const at = deps.clock();
  let told = false;
  for (const { id, accountId, incidentId, content } of lines) {
    if (incidentId !== null) continue;
    const notice = { accountId, about: `line:${id}`, text: plain(lineSchema.parse(content)), at };
    for (const job of await tellInstead(tx, place, notice)) {
      told = true;
      await deps.later(tx, job);
    }
  }
  const [first] = lines;
  const ofCards = first !== undefined && first.incidentId !== null;
  if (first !== undefined && (told || ofCards) && outcome.kind === 'gone' && outcome.what === 'channel') {
    await close(tx, deps, place, first.accountId, outcome.reason);
  }
}
