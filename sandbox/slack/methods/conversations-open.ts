import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { flag, method } from '../method.ts';

/** https://docs.slack.dev/reference/methods/conversations.open, for one person: the bot has no scope for group messages. */
export const conversationsOpen = method({
  name: 'conversations.open',
  token: 'bot',
  scope: 'im:write',
  args: {
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: flag.optional(),
    prevent_creation: flag.optional(),
  },
  run(args, { world }) {
    if (args.users?.includes(',')) {
      return { ...refuse('missing_scope'), needed: 'mpim:write' };
    }
    const known = args.channel === undefined ? undefined : world.channel(args.channel);
    if (args.channel !== undefined && !known?.dmWith) return refuse('channel_not_found');
    const id = known?.dmWith ?? args.users;
    if (id === undefined || id === '') return refuse('users_list_not_supplied');
    const person = world.people.find((each) => each.id === id);
    if (!person) return refuse('user_not_found');
    const { channel, isNew } = world.openDm(person);
    const whole = { id: channel.id, created: 1_700_000_000, is_im: true, is_org_shared: false, user: person.id };
    return accept({
      ...(!isNew && { no_op: true, already_open: true }),
      channel: args.return_im ? whole : { id: channel.id },
    });
  },
});
