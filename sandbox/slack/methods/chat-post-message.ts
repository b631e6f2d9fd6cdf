import { z } from 'zod';
import { accept } from '../answer.ts';
import { contentOf } from '../content.ts';
import { destinationOf, threadOf } from '../destination.ts';
import { messageShape } from '../message-shape.ts';
import { flag, method } from '../method.ts';
import { bot } from '../workspace.ts';

/**
 * https://docs.slack.dev/reference/methods/chat.postMessage. Stricter than Slack in one thing: a `thread_ts` that names
 * no message is refused (`thread_not_found`), where Slack posts into a thread that nobody will find.
 */
export const chatPostMessage = method({
  name: 'chat.postMessage',
  token: 'bot',
  scope: 'chat:write',
  args: {
    channel: z.string(),
    text: z.string().optional(),
    blocks: z.unknown().optional(),
    thread_ts: z.string().optional(),
    mrkdwn: flag.optional(),
    link_names: flag.optional(),
    parse: z.enum(['none', 'full']).optional(),
    unfurl_links: flag.optional(),
    unfurl_media: flag.optional(),
  },
  run(args, { world }) {
    const to = destinationOf(world, args.channel);
    if (!to.ok) return to;
    const content = contentOf(args);
    if (!content.ok) return content;
    const thread = threadOf(world, to.channel.id, args.thread_ts);
    if (!thread.ok) return thread;
    const { text, blocks } = content;
    const message = world.post({
      channel: to.channel.id,
      author: bot.userId,
      text,
      blocks,
      threadTs: thread.threadTs,
    });
    return accept({ channel: message.channel, ts: message.ts, message: messageShape(message) });
  },
});
