/** What is wrong and what to do, for whoever runs Reveille. */
export const tokenWords =
  'Discord does not accept DISCORD_TOKEN. Copy the token under "Bot" on your app\'s page at https://discord.com/developers/applications (press Reset Token to see one), set DISCORD_TOKEN to it and start again.';

/** Where an owner of a server lets the bot in, with the slash commands and what it needs to show cards. */
export function inviteUrl(application: string, apiUrl: string): string {
  const url = new URL('/oauth2/authorize', apiUrl);
  url.searchParams.set('client_id', application);
  url.searchParams.set('scope', 'bot applications.commands');
  url.searchParams.set('permissions', String(permissions));
  return url.href;
}

/**
 * View Channels, Send Messages, Embed Links, Read Message History, Create Public Threads, Send Messages in Threads, Manage
 * Threads (to open one again that a moderator archived). https://docs.discord.com/developers/topics/permissions
 */
const permissions = (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 16n) | (1n << 35n) | (1n << 38n) | (1n << 34n);
