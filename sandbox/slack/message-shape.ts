import type { Message } from '../world.ts';
import { bot, team } from './workspace.ts';

/** A message as Slack gives it to apps (https://docs.slack.dev/reference/events/message). */
export function messageShape(message: Message): Record<string, unknown> {
  const byBot = message.author === bot.userId;
  return {
    user: message.author,
    type: 'message',
    ts: message.ts,
    ...(byBot && { bot_id: bot.botId, app_id: bot.appId }),
    text: message.text,
    team: team.id,
    ...(byBot && {
      bot_profile: {
        id: bot.botId,
        app_id: bot.appId,
        user_id: bot.userId,
        name: bot.realName,
        team_id: team.id,
        deleted: false,
        updated: 1_700_000_000,
      },
    }),
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    ...(message.edited && { edited: { user: message.edited.by, ts: message.edited.ts } }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
  };
}
