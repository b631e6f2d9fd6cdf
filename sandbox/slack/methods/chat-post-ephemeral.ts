import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { contentOf } from '../content.ts';
import { destinationOf, threadOf } from '../destination.ts';
import { flag, method } from '../method.ts';
import { bot } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
export const chatPostEphemeral = method({
  name: 'chat.postEphemeral',
  token: 'bot',
  scope: 'chat:write',
  args: {
    channel: z.string(),
    user: z.string(),
    text: z.string().optional(),
    blocks: z.unknown().optional(),
    thread_ts: z.string().optional(),
    link_names: flag.optional(),
    parse: z.enum(['none', 'full']).optional(),
  },
  run(args, { world }) {
    const to = destinationOf(world, args.channel);
    if (!to.ok) return to;
    const person = world.people.find((each) => each.id === args.user);
    if (!person) return refuse('user_not_found');
    if (to.channel.dmWith !== null && to.channel.dmWith !== person.id) return refuse('user_not_in_channel');
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
      onlyFor: person.id,
    });
    return accept({ message_ts: message.ts });
  },
});
