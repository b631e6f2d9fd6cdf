import { accept } from '../answer.ts';
import { method } from '../method.ts';
import { bot, team } from '../workspace.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest = method({
  name: 'auth.test',
  token: 'bot',
  scope: null,
  args: {},
  run: (_, { url }) =>
    accept({
      url: url(),
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    }),
});
