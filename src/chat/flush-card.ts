import { never } from '../lib/result.ts';
import { mirrorCard } from './mirror-card.ts';
import type { ChatPort } from './port.ts';
import type { FlushDeps, Shown } from './shown.ts';
import { keepQuiet, type Mirror, markShown, saveMirror } from './store.ts';

/** Posts a card that is wanted, or edits one that is behind, to what is true now. */
export async function showCard(deps: FlushDeps, port: ChatPort, mirror: Mirror): Promise<Shown> {
  const drawn = await mirrorCard(deps.store.read, mirror, deps.clock());
  if (drawn === null) {
    await fail(deps, mirror, 'the incident is not there');
    return { kind: 'done' };
  }
  const { card, version } = drawn;
  const act = mirror.message === null ? 'post' : 'edit';
  const outcome =
    mirror.message === null
      ? await port.post(mirror.channel, { card })
      : await port.edit(mirror.channel, mirror.message, { card });
  switch (outcome.kind) {
    case 'done': {
      const message = outcome.value?.message ?? mirror.message ?? '';
      const posted = act === 'post';
      await deps.store.transaction((tx) => markShown(tx, mirror, { message, version, posted }));
      return { kind: 'done' };
    }
    case 'later':
      await deps.store.transaction((tx) => keepQuiet(tx, mirror.connectionId, outcome.scope, outcome.at));
      return { kind: 'wait', act, until: outcome.at };
    case 'gone':
      await gone(deps, mirror, outcome.what, outcome.reason);
      return { kind: 'done' };
    case 'refused':
      deps.log.error({ mirror: mirror.id, reason: outcome.reason }, 'the platform refused a card');
      await fail(deps, mirror, outcome.reason);
      return { kind: 'done' };
    case 'broken':
      return { kind: 'stop', reason: outcome.reason };
    default:
      return never(outcome);
  }
}

/** A message that is gone is posted anew, once; a channel that is gone is said to the owners. */
async function gone(
  deps: FlushDeps,
  mirror: Mirror,
  what: 'message' | 'channel' | 'person',
  reason: string,
): Promise<void> {
  if (what === 'message' && mirror.posts < 2) {
    await deps.store.transaction((tx) => saveMirror(tx, mirror.id, { status: 'wanted', message: null }));
    return;
  }
  await fail(deps, mirror, reason);
  if (what === 'channel') await deps.channelGone(mirror.accountId, mirror, reason);
}

async function fail(deps: FlushDeps, mirror: Mirror, failure: string): Promise<void> {
  await deps.store.transaction((tx) => saveMirror(tx, mirror.id, { status: 'failed', failure }));
}
