import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Failure, fail, invalidForm } from '../failure.ts';
import { complaintsOf } from '../form/complaints.ts';
import { draftOf, editOf } from '../form/message.ts';
import { bot } from '../guild.ts';
import { messageShape } from '../message-shape.ts';
import { may, objectionIn } from '../permissions.ts';
import { timeOf } from '../snowflake.ts';
import type { Channel, LivingWorld, Message } from '../world.ts';
import { findChannel, findMessage } from './find.ts';
import { type Answer, done, nothing, part, type Request, type Route } from './route.ts';

/** "within the past few minutes" (https://docs.discord.com/developers/resources/message#create-message). */
const nonceLivesMs = 5 * 60_000;

/** Why the bot may not speak there; null: it may. */
function unableToSpeak(world: LivingWorld, channel: Channel, hasEmbeds: boolean): Failure | null {
  if (channel.kind === 'forum') return fail(Code.CannotSendMessagesInNonTextChannel);
  if (channel.kind === 'dm') {
    if (!world.isHere(channel.person)) return fail(Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds);
    return world.refusesDms(channel.person) ? fail(Code.CannotSendMessagesToThisUser) : null;
  }
  const speak = channel.kind === 'thread' ? may.SendMessagesInThreads : may.SendMessages;
  const no = objectionIn(world, channel, speak, ...(hasEmbeds ? [may.EmbedLinks] : []));
  if (no) return no;
  return channel.kind === 'thread' && channel.archived && channel.locked ? fail(Code.ThreadLocked) : null;
}

function sameNonce(world: LivingWorld, channel: string, nonce: string | number, now: number): Message | undefined {
  const young = (it: Message): boolean => now - timeOf(it.id) < nonceLivesMs;
  const by = (it: Message): boolean => it.channel === channel && it.author === bot.id;
  return world.messages.findLast(
    (it) => by(it) && it.nonce !== null && String(it.nonce) === String(nonce) && young(it),
  );
}

function create(request: Request, { world, now }: { world: LivingWorld; now: () => number }): Answer {
  const found = findChannel(world, part(request, 'channel.id'));
  if (!found.ok) return found;
  const draft = draftOf(request.body);
  if (!draft.ok) return draft;
  const { channel } = found;
  const unable = unableToSpeak(world, channel, draft.embeds.length > 0);
  if (unable) return unable;
  const { ok: _, enforcesNonce, nonce, replyTo, ...words } = draft;
  if (replyTo !== null && !world.message(channel.id, replyTo)) {
    const unknown = { code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' };
    return invalidForm([{ path: ['message_reference'], ...unknown }]);
  }
  const before = enforcesNonce && nonce !== null ? sameNonce(world, channel.id, nonce, now()) : undefined;
  if (before) return done(messageShape(world, before));
  // Whoever writes in an archived thread opens it again.
  if (channel.kind === 'thread' && channel.archived) world.changeThread(channel, { archived: false });
  return done(messageShape(world, world.post({ ...words, channel: channel.id, author: bot.id, nonce, replyTo })));
}

function edit(request: Request, { world }: { world: LivingWorld }): Answer {
  const found = findMessage(world, part(request, 'channel.id'), part(request, 'message.id'));
  if (!found.ok) return found;
  const { channel, message } = found;
  if (message.author !== bot.id) return fail(Code.CannotEditMessageAuthoredByAnotherUser);
  if (channel.kind === 'thread' && channel.archived) return fail(Code.InvalidActionOnArchivedThread);
  const words = editOf(request.body, message);
  if (!words.ok) return words;
  const { ok: _, ...change } = words;
  return done(messageShape(world, world.edit(message, change)));
}

function remove(request: Request, { world }: { world: LivingWorld }): Answer {
  const found = findMessage(world, part(request, 'channel.id'), part(request, 'message.id'));
  if (!found.ok) return found;
  const { channel, message } = found;
  const foreign = message.author !== bot.id;
  if (foreign && channel.kind === 'dm') return fail(Code.CannotExecuteActionOnDMChannel);
  const no = foreign ? objectionIn(world, channel, may.ManageMessages) : null;
  if (no) return no;
  if (channel.kind === 'thread' && channel.archived) return fail(Code.InvalidActionOnArchivedThread);
  world.remove(message);
  return nothing;
}

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  after: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});

function list(request: Request, { world }: { world: LivingWorld }): Answer {
  const found = findChannel(world, part(request, 'channel.id'), may.ReadMessageHistory);
  if (!found.ok) return found;
  const query = listQuery.safeParse(request.query);
  if (!query.success) return invalidForm(complaintsOf(query.error, request.query));
  const { limit, before, after } = query.data;
  const fitting = world.messages
    .filter((it) => it.channel === found.channel.id && it.onlyFor === null)
    .filter((it) => before === undefined || BigInt(it.id) < BigInt(before))
    .filter((it) => after === undefined || BigInt(it.id) > BigInt(after));
  const some = after === undefined ? fitting.slice(-limit) : fitting.slice(0, limit);
  return done(some.toReversed().map((it) => messageShape(world, it)));
}

const one = '/channels/{channel.id}/messages/{message.id}';

export const messageRoutes: readonly Route[] = [
  { verb: 'POST', path: '/channels/{channel.id}/messages', run: create },
  { verb: 'GET', path: '/channels/{channel.id}/messages', run: list },
  {
    verb: 'GET',
    path: one,
    run(request, { world }) {
      const found = findMessage(world, part(request, 'channel.id'), part(request, 'message.id'));
      return found.ok ? done(messageShape(world, found.message)) : found;
    },
  },
  { verb: 'PATCH', path: one, run: edit },
  { verb: 'DELETE', path: one, run: remove },
];
