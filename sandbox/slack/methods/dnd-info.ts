import { z } from 'zod';
import { accept, refuse } from '../answer.ts';
import { method } from '../method.ts';
import { bot } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/dnd.info. The snooze of somebody else is not told, only when it is quiet. */
export const dndInfo = method({
  name: 'dnd.info',
  token: 'bot',
  scope: 'dnd:read',
  args: { user: z.string().optional(), team_id: z.string().optional() },
  run({ user = bot.userId }, { world, quiet }) {
    if (user !== bot.userId && !world.people.some((each) => each.id === user)) return refuse('user_not_found');
    const window = quiet.of(user);
    return accept({
      dnd_enabled: window !== null,
      next_dnd_start_ts: window === null ? 1 : Math.floor(window.from / 1000),
      next_dnd_end_ts: window === null ? 1 : Math.floor(window.to / 1000),
    });
  },
});
