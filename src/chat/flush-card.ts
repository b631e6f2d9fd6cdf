import { never } from '../lib/result.ts';
import { close } from './closed.ts';
import { mirrorCard } from './mirror-card.ts';
import { keepQuiet, openPlace } from './place/store.ts';
import type { ChatPort, Outcome } from './port.ts';
import type { FlushDeps, Shown } from './shown.ts';
import { type Mirror, markShown, saveMirror } from './store.ts';

/** Posts a card that is wanted, or edits one that is behind, to what is true now. */
export async function showCard(deps: FlushDeps, port: ChatPort, mirror: Mirror): Promise<Shown> {
  const drawn = await mirrorCard(deps.store.read, mirror, deps.clock());
  if (drawn === null) {
    const failure = 'the incident is not there';
    await deps.store.transaction((tx) => saveMirror(tx, mirror.id, { status: 'deleted', failure }));
    return { kind: 'done' };
  }
  const { card, version } = drawn;
  const act = mirror.message === null ? 'post' : 'edit';
  const outcome =
    mirror.message === null
      ? await port.post(mirror.channel, { card }, { title: card.lock, once: `${mirror.id}:${mirror.posts}` })
      : await port.edit(mirror.channel, mirror.message, { card });
  switch (outcome.kind) {
    case 'done': {
      const message = outcome.value?.message ?? mirror.message ?? '';
      const posted = act === 'post';
      // A platform that shows a message once answers another attempt with the first, which says what was true then.
      const shows = posted && mirror.failure !== null ? 0 : version;
      await deps.store.transaction(async (tx) => {
        await markShown(tx, mirror, { message, version: shows, posted });
        await openPlace(tx, mirror);
      });
      return { kind: 'done' };
    }
    case 'later':
      await deps.store.transaction((tx) => keepQuiet(tx, mirror.connectionId, outcome.scope, outcome.at));
      return { kind: 'wait', act, until: outcome.at };
    case 'gone':
      await gone(deps, mirror, outcome);
      return { kind: 'done' };
    case 'refused':
      deps.log.error({ mirror: mirror.id, reason: outcome.reason }, 'the platform refused a card');
      await deps.store.transaction((tx) => saveMirror(tx, mirror.id, { status: 'refused', failure: outcome.reason }));
      return { kind: 'done' };
    case 'broken':
      if (act === 'post' && mirror.failure === null) {
        await deps.store.transaction((tx) => saveMirror(tx, mirror.id, { failure: outcome.reason }));
      }
      return { kind: 'stop', reason: outcome.reason };
    default:
      return never(outcome);
  }
}

/**
 * A message that is gone is posted anew, once: whoever deletes it twice does not want it. A channel that is gone is said to
 * the owners, and the card waits for it to be back.
 */
async function gone(
  deps: FlushDeps,
  mirror: Mirror,
  { what, reason }: Extract<Outcome<never>, { readonly kind: 'gone' }>,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    if (what === 'message') {
      return mirror.posts < 2
        ? await saveMirror(tx, mirror.id, { status: 'wanted', message: null })
        : await saveMirror(tx, mirror.id, { status: 'deleted', failure: reason });
    }
    await saveMirror(tx, mirror.id, { status: 'closed', failure: reason });
    await close(tx, deps, mirror, mirror.accountId, reason);
  });
}
