import { bot, people, slackbot, team } from './workspace.ts';

function zonePart(tz: string, style: 'long' | 'longOffset'): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: style }).formatToParts(Date.now());
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
}

/** Seconds east of Greenwich now. */
function offsetOf(tz: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(zonePart(tz, 'longOffset')) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

function everybody(): { id: string; name: string; realName: string; tz: string; email?: string; isBot: boolean }[] {
  return [
    ...people.map((each) => ({ ...each, isBot: false })),
    { id: bot.userId, name: bot.name, realName: bot.realName, tz: 'America/Los_Angeles', isBot: true },
    { id: slackbot.userId, name: slackbot.name, realName: slackbot.realName, tz: 'America/Los_Angeles', isBot: false },
  ];
}

/** A user object (https://docs.slack.dev/reference/objects/user-object), undefined when there is no such user. */
export function userShape(id: string, withLocale: boolean, withEmail = true): Record<string, unknown> | undefined {
  const user = everybody().find((each) => each.id === id);
  if (!user) return undefined;
  return {
    id: user.id,
    team_id: team.id,
    name: user.name,
    deleted: false,
    real_name: user.realName,
    tz: user.tz,
    tz_label: zonePart(user.tz, 'long'),
    tz_offset: offsetOf(user.tz),
    ...(withLocale && { locale: 'en-US' }),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      ...(withEmail && user.email !== undefined && { email: user.email }),
      ...(user.isBot && { bot_id: bot.botId, api_app_id: bot.appId }),
      team: team.id,
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    is_email_confirmed: true,
    updated: 1_700_000_000,
  };
}
