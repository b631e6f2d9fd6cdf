/**
 * What the bot may do, and what needs it: chat.postMessage and chat.update, slash commands, conversations.open.
 * manifest.yml asks for the same. https://docs.slack.dev/reference/scopes
 */
export const slackScopes = ['chat:write', 'commands', 'im:write'] as const;
