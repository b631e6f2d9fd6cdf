import { never } from '../lib/result.ts';
import { lineSchema } from './line.ts';
import type { ChatPort } from './port.ts';
import type { FlushDeps, Shown } from './shown.ts';
import { keepQuiet, type Place, type StoredLine, saveLines, threadIn } from './store.ts';

/** The oldest line that waits, with those that follow it in the same thread: several in one message. */
export async function showLines(
  deps: FlushDeps,
  port: ChatPort,
  place: Place,
  waiting: readonly StoredLine[],
): Promise<Shown> {
  const incidentId = waiting[0]?.incidentId ?? null;
  const end = waiting.findIndex((line) => line.incidentId !== incidentId);
  const together = end === -1 ? waiting : waiting.slice(0, end);
  const ids = together.map((line) => line.id);
  const thread = incidentId === null ? null : await threadIn(deps.store.read, incidentId, place);
  const lines = together.map((line) => lineSchema.parse(line.content));
  const outcome = await port.post(place.channel, { words: { lines } }, thread?.message ?? undefined);
  switch (outcome.kind) {
    case 'done':
      await deps.store.transaction((tx) => saveLines(tx, ids, { status: 'shown', failure: null }));
      return { kind: 'done' };
    case 'later':
      await deps.store.transaction((tx) => keepQuiet(tx, place.connectionId, outcome.scope, outcome.at));
      return { kind: 'wait', act: 'post', until: outcome.at };
    case 'gone':
    case 'refused': {
      deps.log.warn({ channel: place.channel, reason: outcome.reason }, 'a line could not be said');
      const failure = outcome.reason;
      await deps.store.transaction((tx) => saveLines(tx, ids, { status: 'failed', failure }));
      return { kind: 'done' };
    }
    case 'broken':
      return { kind: 'stop', reason: outcome.reason };
    default:
      return never(outcome);
  }
}
