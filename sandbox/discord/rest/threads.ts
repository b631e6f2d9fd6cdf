import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Failure, fail, invalidForm } from '../failure.ts';
import { complaintsOf } from '../form/complaints.ts';
import { answerOf } from '../form/message.ts';
import { bot } from '../guild.ts';
import { messageShape } from '../message-shape.ts';
import { may, objectionIn } from '../permissions.ts';
import { channelShape } from '../shape.ts';
import type { LivingWorld, Thread } from '../world.ts';
import { findChannel, findMessage } from './find.ts';
import { type Answer, done, part, type Request, type Route } from './route.ts';

/** Threads and their sizes (https://docs.discord.com/developers/resources/channel#start-thread-from-message). */
const name = z.string().min(1).max(100);
/** Minutes. */
const archivesAfter = z.union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10_080)]);
const slowMode = z.int().min(0).max(21_600).nullish();

const common = { name, auto_archive_duration: archivesAfter.optional(), rate_limit_per_user: slowMode };
const fromMessage = z.strictObject(common);
const alone = z.strictObject({ ...common, type: z.literal(11), invitable: z.boolean().nullish() });
const inForum = z.strictObject({ ...common, message: z.unknown(), applied_tags: z.array(z.string()).max(5).nullish() });

const modify = z.strictObject({
  name: name.optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  auto_archive_duration: archivesAfter.optional(),
});

const defaultMinutes = 4320;

function judged<Output>(form: z.ZodType<Output>, body: unknown): { ok: true; it: Output } | Failure {
  const parsed = form.safeParse(body);
  return parsed.success ? { ok: true, it: parsed.data } : invalidForm(complaintsOf(parsed.error, body));
}

function startFromMessage(request: Request, { world }: { world: LivingWorld }): Answer {
  const found = findMessage(world, part(request, 'channel.id'), part(request, 'message.id'));
  if (!found.ok) return found;
  const { channel, message } = found;
  if (channel.kind !== 'text') return fail(Code.CannotExecuteActionOnThisChannelType);
  const no = objectionIn(world, channel, may.CreatePublicThreads);
  if (no) return no;
  const form = judged(fromMessage, request.body);
  if (!form.ok) return form;
  if (world.channel(message.id)) return fail(Code.ThreadAlreadyCreatedForMessage);
  return done(channelShape(world, open(world, channel.id, form.it, message.id)), 201);
}

function open(world: LivingWorld, parent: string, it: z.infer<typeof fromMessage>, id?: string): Thread {
  const minutes = it.auto_archive_duration ?? defaultMinutes;
  const about = { parent, name: it.name, ownerId: bot.id, archivesAfter: minutes };
  return world.openThread(id === undefined ? about : { ...about, id });
}

/** Without a message: a thread of its own in a text channel, a post in a forum. */
function start(request: Request, { world }: { world: LivingWorld }): Answer {
  const found = findChannel(world, part(request, 'channel.id'));
  if (!found.ok) return found;
  const { channel } = found;
  if (channel.kind === 'text') {
    const no = objectionIn(world, channel, may.CreatePublicThreads);
    if (no) return no;
    const form = judged(alone, request.body);
    if (!form.ok) return form;
    return done(channelShape(world, open(world, channel.id, form.it)), 201);
  }
  if (channel.kind !== 'forum') return fail(Code.CannotExecuteActionOnThisChannelType);
  const no = objectionIn(world, channel, may.SendMessages);
  if (no) return no;
  const form = judged(inForum, request.body);
  if (!form.ok) return form;
  const words = answerOf(form.it.message, ['message']);
  if (!words.ok) return words;
  const { ok: _, ...said } = words;
  const thread = open(world, channel.id, form.it);
  const message = world.post({ ...said, id: thread.id, channel: thread.id, author: bot.id });
  return done({ ...channelShape(world, thread), message: messageShape(world, message) }, 201);
}

function change(request: Request, { world }: { world: LivingWorld }): Answer {
  const found = findChannel(world, part(request, 'channel.id'));
  if (!found.ok) return found;
  const { channel } = found;
  if (channel.kind === 'dm') return fail(Code.CannotExecuteActionOnDMChannel);
  // The bot is invited without the permission to manage channels.
  if (channel.kind !== 'thread') return fail(Code.MissingPermissions);
  const form = judged(modify, request.body);
  if (!form.ok) return form;
  const { it } = form;
  const own = channel.ownerId === bot.id && it.locked === undefined && !channel.locked;
  const no = own ? null : objectionIn(world, channel, may.ManageThreads);
  if (no) return no;
  if (channel.archived && it.archived !== false) return fail(Code.InvalidActionOnArchivedThread);
  const changed = world.changeThread(channel, {
    ...(it.name !== undefined && { name: it.name }),
    ...(it.archived !== undefined && { archived: it.archived }),
    ...(it.locked !== undefined && { locked: it.locked }),
    ...(it.auto_archive_duration !== undefined && { archivesAfter: it.auto_archive_duration }),
  });
  return done(channelShape(world, changed));
}

export const threadRoutes: readonly Route[] = [
  { verb: 'POST', path: '/channels/{channel.id}/messages/{message.id}/threads', run: startFromMessage },
  { verb: 'POST', path: '/channels/{channel.id}/threads', run: start },
  {
    verb: 'GET',
    path: '/channels/{channel.id}',
    run(request, { world }) {
      const found = findChannel(world, part(request, 'channel.id'));
      return found.ok ? done(channelShape(world, found.channel)) : found;
    },
  },
  { verb: 'PATCH', path: '/channels/{channel.id}', run: change },
];
