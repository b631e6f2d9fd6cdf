/** What each method that we call needs; null: nothing. https://docs.slack.dev/reference/methods */
export const scopeOfMethod = {
  'auth.test': null,
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.info': 'channels:read',
  'conversations.open': 'im:write',
  'dnd.info': 'dnd:read',
  'usergroups.users.list': 'usergroups:read',
  'users.info': 'users:read',
  'views.open': null,
  'views.update': null,
} as const;

/**
 * What only `reveille doctor` needs, to see before an alert does that the bot is not in a channel; everything else works without.
 * conversations.info asks for the second where the channel is private. https://docs.slack.dev/reference/methods/conversations.info
 */
export const lookingScopes = ['channels:read', 'groups:read'] as const;

/**
 * What only knowing somebody by their e-mail address needs; everything else works without. Where the second is missing, users.info
 * answers and leaves the address out. https://docs.slack.dev/reference/methods/users.info#email-addresses
 */
export const linkingScopes = ['users:read', 'users:read.email'] as const;

/**
 * What whoever installs the app may leave out without losing anything that they use; manifest.yml marks it so.
 * https://docs.slack.dev/changelog/2026/03/16/optional-scopes
 */
export const optionalScopes: readonly string[] = ['usergroups:read'];

/** What the bot has to be allowed: to be asked by slash commands, and what its calls need. manifest.yml asks for the same. */
export const slackScopes: ReadonlySet<string> = new Set(
  [
    'commands',
    ...Object.values(scopeOfMethod).filter((scope) => scope !== null),
    ...lookingScopes,
    ...linkingScopes,
  ].filter((scope) => !optionalScopes.includes(scope)),
);
