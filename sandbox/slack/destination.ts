import type { LivingWorld } from '../world.ts';
import { type Refused, refuse } from './answer.ts';
import type { Channel } from './workspace.ts';

/**
 * Where the bot may write. A user id is good too and means the direct message with that person
 * (https://docs.slack.dev/reference/methods/chat.postMessage, "Post to a DM").
 */
export function destinationOf(world: LivingWorld, id: string): { ok: true; channel: Channel } | Refused {
  const person = world.people.find((each) => each.id === id);
  const channel = person ? world.openDm(person).channel : world.channel(id);
  if (!channel) return refuse('channel_not_found');
  return channel.botIsMember ? { ok: true, channel } : refuse('not_in_channel');
}

/** A thread begins at a message that exists; a reply to a reply goes to its thread. */
export function threadOf(
  world: LivingWorld,
  channel: string,
  threadTs: string | undefined,
): { ok: true; threadTs: string | null } | Refused {
  if (threadTs === undefined) return { ok: true, threadTs: null };
  const parent = world.message(channel, threadTs);
  if (!parent || parent.onlyFor !== null) return refuse('thread_not_found');
  return { ok: true, threadTs: parent.threadTs ?? parent.ts };
}
