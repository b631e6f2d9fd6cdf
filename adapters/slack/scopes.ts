/** What each method that we call needs; null: nothing. https://docs.slack.dev/reference/methods */
export const scopeOfMethod = {
  'auth.test': null,
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'dnd.info': 'dnd:read',
  'views.open': null,
  'views.update': null,
} as const;

/** What the bot may do: be asked by slash commands, and what its calls need. manifest.yml asks for the same. */
export const slackScopes: ReadonlySet<string> = new Set([
  'commands',
  ...Object.values(scopeOfMethod).filter((scope) => scope !== null),
]);
