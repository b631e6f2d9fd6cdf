/** The two secrets that Slack gives an app, by what they are for. */
export type SlackToken = 'bot' | 'app';

/**
 * Answers that no waiting heals: the token is wrong, revoked, of the wrong kind or lacks its scope.
 * https://docs.slack.dev/reference/methods/auth.test#errors and .../apps.connections.open#errors
 */
const codes = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'user_removed_from_team',
  'team_disabled',
]);

export function isTokenCode(token: SlackToken, code: string): boolean {
  // The bot's scopes differ by call; the app's token has one, and one use.
  return codes.has(code) || (token === 'app' && code === 'missing_scope');
}

/** What is wrong and what to do, for whoever runs Reveille. `code` is Slack's own word. */
export function tokenTrouble(token: SlackToken, code: string): { readonly what: string; readonly todo: string } {
  if (token === 'bot') {
    return {
      what: `Slack does not accept SLACK_BOT_TOKEN (${code}).`,
      todo: 'Copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions" on your Slack app\'s page, set SLACK_BOT_TOKEN to it and start again.',
    };
  }
  return {
    what: `Slack does not accept SLACK_APP_TOKEN (${code}).`,
    todo: 'Make an app-level token (xapp-…) with the scope connections:write under "Basic Information" on your Slack app\'s page, set SLACK_APP_TOKEN to it and start again.',
  };
}

export function tokenWords(token: SlackToken, code: string): string {
  const { what, todo } = tokenTrouble(token, code);
  return `${what} ${todo}`;
}
