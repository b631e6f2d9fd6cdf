/** The one workspace, its app and its people: fixed, so that a configuration written today works tomorrow. */
export const team = { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' } as const;

export const bot = {
  userId: 'U0REVEILLE',
  botId: 'B0REVEILLE',
  appId: 'A0REVEILLE',
  name: 'reveille',
  realName: 'Reveille',
} as const;

/** Slackbot answers what no app may answer, such as an unknown command. */
export const slackbot = { userId: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot' } as const;

/** Not secrets: they open nothing but this sandbox. Prefixes as in https://docs.slack.dev/authentication/tokens */
export const tokens = { bot: 'xoxb-sandbox-not-a-secret', app: 'xapp-sandbox-not-a-secret' } as const;

/** Signs what is sent to an app over HTTP; no secret either. */
export const signingSecret = '5a4db0c5a4db0c5a4db0c5a4db0c5a4d';

/** What the bot token may do (https://docs.slack.dev/reference/scopes); whatever needs more is answered `missing_scope`. */
export const botScopes = [
  'chat:write',
  'commands',
  'im:write',
  'users:read',
  'users:read.email',
  'channels:read',
  'dnd:read',
  'groups:read',
  'usergroups:read',
] as const;

/** The app-level token's only scope. */
export const appScopes = ['connections:write'] as const;

/** Slash commands registered for the app; anything else is answered by Slackbot. */
export const slashCommands: readonly string[] = ['/incident', '/reveille'];

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly tz: string;
  readonly email: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Whether the bot was invited. */
  readonly botIsMember: boolean;
  /** The person on the other end of a direct message with the bot; null for a channel that everybody sees. */
  readonly dmWith: string | null;
}

export const people: readonly Person[] = [
  { id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace', tz: 'Europe/London', email: 'ada@example.com' },
  { id: 'U0BO', name: 'bo', realName: 'Bo Diddley', tz: 'America/Chicago', email: 'bo@example.com' },
  { id: 'U0CY', name: 'cy', realName: 'Cy Young', tz: 'America/New_York', email: 'cy@example.com' },
];

/** People that are named together, such as `@oncall`. */
export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  /** User ids. */
  readonly users: readonly string[];
}

export const userGroups: readonly UserGroup[] = [
  { id: 'S0ONCALL', handle: 'oncall', name: 'On call', users: ['U0ADA', 'U0CY'] },
  { id: 'S0RESTING', handle: 'resting', name: 'Resting', users: [] },
];

export const publicChannels: readonly Channel[] = [
  { id: 'C0OPS', name: 'ops', botIsMember: true, dmWith: null },
  { id: 'C0GENERAL', name: 'general', botIsMember: true, dmWith: null },
  { id: 'C0RANDOM', name: 'random', botIsMember: false, dmWith: null },
];
