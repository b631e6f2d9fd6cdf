import { Routes } from 'discord.js';
import { z } from 'zod';
import { labelOf } from '../../src/chat/holds.ts';
import type { PostHints } from '../../src/chat/port.ts';
import { failureOf } from './failure.ts';
import { nonceOf } from './nonce.ts';
import type { Rendered } from './render.ts';
import type { Caller } from './web.ts';

const made = z.object({ id: z.string().min(1) });

/** Minutes of silence after which Discord folds a thread away; it opens again when somebody writes in it. */
const fold = 1440;

/** Discord's numbers for what is no failure here. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const codes = { noChannel: 10003, noDm: 50003, wrongKind: 50024, archived: 50083, threadThere: 160004 } as const;

/** A message in a channel; the value is its id. */
export async function postIn(call: Caller, channel: string, shown: Rendered, hints: PostHints): Promise<string> {
  return made.parse(await call('post', Routes.channelMessages(channel), { ...shown, ...nonceOf(hints.once) })).id;
}

/**
 * A post of a forum. Its first message has the id of the post itself, so this one id says both
 * where the card is and where its timeline goes. https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
 */
export async function postInForum(call: Caller, forum: string, name: string, shown: Rendered): Promise<string> {
  return made.parse(await call('post', Routes.threads(forum), { ...threadOf(name), message: shown })).id;
}

/**
 * Under a message, in the thread that starts from it and bears its id; where there is none yet, it is started. In a
 * conversation with one person there are no threads: there it is a reply.
 */
export async function postUnder(
  call: Caller,
  channel: string,
  thread: string,
  shown: Rendered,
  hints: PostHints,
): Promise<string> {
  const post = (): Promise<string> => opened(call, thread, () => postIn(call, thread, shown, hints));
  try {
    if (hints.isFirst !== true) return await post();
  } catch (error) {
    if (codeOf(error) !== codes.noChannel || thread === channel) throw error;
  }
  try {
    await call('post', Routes.threads(channel, thread), threadOf(hints.title));
  } catch (error) {
    const code = codeOf(error);
    if (code === codes.noDm || code === codes.wrongKind) {
      const reply = { message_reference: { message_id: thread, fail_if_not_exists: false } };
      const body = { ...shown, ...reply, ...nonceOf(hints.once) };
      return made.parse(await call('post', Routes.channelMessages(channel), body)).id;
    }
    // Another attempt of ours was faster.
    if (code !== codes.threadThere) throw error;
  }
  return await post();
}

export async function editIn(call: Caller, channel: string, message: string, shown: Rendered): Promise<void> {
  await opened(call, channel, () => call('patch', Routes.channelMessage(channel, message), shown));
}

/** Does it, in a thread that was archived too: that is opened again. One that a moderator has locked stays so. */
async function opened<T>(call: Caller, thread: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (codeOf(error) !== codes.archived) throw error;
    await call('patch', Routes.channel(thread), { archived: false });
    return await act();
  }
}

/** A name of at most 100 characters; Discord takes no empty one. */
function threadOf(title: string): { name: string; auto_archive_duration: number } {
  return { name: labelOf(title, 100), auto_archive_duration: fold };
}

function codeOf(error: unknown): number | null {
  const failure = failureOf(error);
  return failure.kind === 'said-no' ? failure.code : null;
}
