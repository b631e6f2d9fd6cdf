import { z } from 'zod';
import type { LivingWorld } from '../world.ts';
import { type Answer, accept, refuse } from './answer.ts';
import { contentOf } from './content.ts';
import { bot } from './workspace.ts';

/**
 * What an app may answer to a command or to a press, at once or through a response_url
 * (https://docs.slack.dev/interactivity/handling-user-interaction, "Message responses").
 */
const reply = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  mrkdwn: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
});

/** Who asked, where, and by a button of which message. */
export interface Asked {
  readonly person: string;
  readonly channel: string;
  readonly originalTs: string | null;
}

/** Carries out an answer of the app. An empty one means "heard" and does nothing. */
export function applyReply(world: LivingWorld, asked: Asked, given: unknown): Answer {
  const parsed = reply.safeParse(given);
  if (!parsed.success) {
    return refuse(
      'invalid_payload',
      parsed.error.issues.map((issue) => `[ERROR] ${issue.message} at /${issue.path.join('/')}`),
    );
  }
  const words = parsed.data;
  const original = asked.originalTs === null ? undefined : world.message(asked.channel, asked.originalTs);
  if (words.delete_original) {
    if (original) world.remove(original);
    return accept();
  }
  const content = contentOf(words);
  if (!content.ok) return content;
  const { text, blocks } = content;
  if (words.replace_original && original) {
    world.edit(original, { text, blocks }, bot.userId);
    return accept();
  }
  world.post({
    channel: asked.channel,
    author: bot.userId,
    text,
    blocks,
    threadTs: words.thread_ts ?? original?.threadTs ?? null,
    onlyFor: words.response_type === 'in_channel' ? null : asked.person,
  });
  return accept();
}
