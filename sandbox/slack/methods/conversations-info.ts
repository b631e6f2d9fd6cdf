import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { flag, method } from '../method.ts';
import { bot, team } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/conversations.info. A direct message needs `im:read`, which the app has not. */
export const conversationsInfo = method({
  name: 'conversations.info',
  token: 'bot',
  scope: 'channels:read',
  args: { channel: z.string(), include_locale: flag.optional(), include_num_members: flag.optional() },
  run(args, { world }) {
    const channel = world.channel(args.channel);
    if (!channel) return refuse('channel_not_found');
    if (channel.dmWith !== null) return { ...refuse('missing_scope'), needed: 'im:read' };
    return accept({
      channel: {
        id: channel.id,
        name: channel.name,
        name_normalized: channel.name,
        is_channel: true,
        is_group: false,
        is_im: false,
        is_mpim: false,
        is_private: false,
        is_archived: false,
        is_general: channel.name === 'general',
        is_shared: false,
        is_org_shared: false,
        is_ext_shared: false,
        is_member: channel.botIsMember,
        created: 1_700_000_000,
        creator: bot.userId,
        context_team_id: team.id,
        topic: { value: '', creator: '', last_set: 0 },
        purpose: { value: '', creator: '', last_set: 0 },
        previous_names: [],
        ...(args.include_num_members && { num_members: world.people.length + Number(channel.botIsMember) }),
      },
    });
  },
});
