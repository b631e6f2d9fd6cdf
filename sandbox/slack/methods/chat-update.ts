import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { contentOf } from '../content.ts';
import { messageShape } from '../message-shape.ts';
import { flag, method } from '../method.ts';
import { bot } from '../workspace.ts';

/**
 * https://docs.slack.dev/reference/methods/chat.update. A user id is no channel here, an ephemeral message is not found,
 * and text without blocks takes the blocks away.
 */
export const chatUpdate = method({
  name: 'chat.update',
  token: 'bot',
  scope: 'chat:write',
  args: {
    channel: z.string(),
    ts: z.string(),
    text: z.string().optional(),
    blocks: z.unknown().optional(),
    link_names: flag.optional(),
    parse: z.enum(['none', 'full']).optional(),
  },
  run(args, { world }) {
    const channel = world.channel(args.channel);
    if (!channel) return refuse('channel_not_found');
    const message = world.message(channel.id, args.ts);
    if (!message || message.onlyFor !== null) return refuse('message_not_found');
    if (message.author !== bot.userId) return refuse('cant_update_message');
    const content = contentOf(args);
    if (!content.ok) return content;
    const { text, blocks } = content;
    const after = world.edit(message, { text, blocks }, bot.userId);
    return accept({ channel: after.channel, ts: after.ts, text: after.text, message: messageShape(after) });
  },
});
