import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Database } from './db/database.ts';
import { no, ok, type Result } from './lib/result.ts';

/** The app-level token for Socket Mode, the signing secret for HTTP. */
export type SlackSettings = { readonly botToken: string; readonly apiUrl?: string } & (
  | { readonly appToken: string }
  | { readonly signingSecret: string }
);

export interface DiscordSettings {
  readonly token: string;
  readonly apiUrl?: string;
}

/** What the environment says, read once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** How others reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly database: Database;
  /** What is kept beside the database stands here: in its own folder, or in `./data` where it has none. */
  readonly dataFolder: string;
  /** Null: not configured. */
  readonly slack: SlackSettings | null;
  /** Null: not configured. */
  readonly discord: DiscordSettings | null;
  /** Without any chat token the sandbox is the chat. */
  readonly sandbox: boolean;
  readonly sandboxPort: number;
  readonly logLevel: (typeof logLevels)[number];
  readonly logFormat: 'pretty' | 'json';
  /** Settings that are set and do nothing in this version, as sentences. */
  readonly notes: readonly string[];
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const port = (name: string, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `${name} must be a port number from 0 to 65535`)
    .transform(Number)
    .refine((value) => value <= 65535, `${name} must be a port number from 0 to 65535`)
    .default(otherwise);

const url = (name: string, example: string) =>
  z.url({ protocol: /^https?$/, error: `${name} must be an http or https URL, such as ${example}` });

const shape = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port('PORT', 7700),
  PUBLIC_URL: url('PUBLIC_URL', 'https://reveille.example.com').optional(),
  DATABASE_URL: z
    .string()
    .superRefine((text, context) => {
      const problem = databaseProblem(text);
      if (problem !== null) context.addIssue(problem);
    })
    .optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', 'SLACK_BOT_TOKEN must be a bot token: it begins with xoxb-')
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', 'SLACK_APP_TOKEN must be an app-level token: it begins with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(
      /^[\da-z]{16,128}$/i,
      'SLACK_SIGNING_SECRET must be the signing secret under "Basic Information" on your Slack app\'s page: letters and digits alone',
    )
    .optional(),
  SLACK_API_URL: url('SLACK_API_URL', 'http://127.0.0.1:9000/api/').optional(),
  // The id of its bot in base64, then two parts more (https://docs.discord.com/developers/reference#authentication).
  DISCORD_TOKEN: z
    .string()
    .regex(
      /^[\w-]+\.[\w-]+\.[\w-]+$/,
      'DISCORD_TOKEN must be the token under "Bot" on your Discord application\'s page: three parts with points between them, and nothing before it',
    )
    .optional(),
  DISCORD_API_URL: url('DISCORD_API_URL', 'http://127.0.0.1:9001/api').optional(),
  SANDBOX_PORT: port('SANDBOX_PORT', 7701),
  LOG_LEVEL: z.enum(logLevels, `LOG_LEVEL must be one of ${logLevels.join(', ')}`).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json'], 'LOG_FORMAT must be pretty or json').optional(),
});

/** What is wrong with the URL of a database, without repeating it: it may hold a password. */
function databaseProblem(text: string): string | null {
  if (/^file:.+/.test(text)) return null;
  const example = 'postgres://reveille:PASSWORD@db.example.com:5432/reveille';
  if (!/^postgres(ql)?:/.test(text)) {
    return `DATABASE_URL must name a file, such as file:./data/reveille.db, or a PostgreSQL database, such as ${example}`;
  }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    return `DATABASE_URL is not a valid URL, such as ${example}. In a password, @ : / ? # % are written as %40 %3A %2F %3F %23 %25`;
  }
  const { pathname } = new URL(text);
  return /^\/[^/]+$/.test(pathname) ? null : `DATABASE_URL must end with the name of the database, as in ${example}`;
}

/** Names that are taken for later: set, they are said rather than passed over. */
const later: Readonly<Record<string, string>> = {
  JOBS_URL: 'jobs are kept in the database',
  SECRET_KEY: 'nothing is encrypted yet',
  OUTBOUND_ALLOW: 'there are no outgoing hooks yet',
  TRUST_PROXY: 'no address of a sender is used yet',
};

/** With both ways open, the one that needs nothing of the outside is taken. */
const socketWins = {
  SLACK_SIGNING_SECRET: 'SLACK_APP_TOKEN is set too: Slack is used over Socket Mode, not over HTTP',
};

/** The environment of this process; nobody else reads it. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}

/** Every problem is one sentence that names the setting and what is allowed. What may be a secret is never repeated. */
export function readConfig(env: NodeJS.ProcessEnv, terminal: boolean): Result<Config, readonly string[]> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = shape.safeParse(set);
  if (!parsed.success) return no(parsed.error.issues.map((issue) => sentence(issue, set)));
  const { data } = parsed;
  const slack = slackOf(data);
  if (!slack.ok) return slack;
  const discord = discordOf(data);
  const sandbox = slack.value === null && discord === null;
  const database = databaseOf(data.DATABASE_URL ?? (sandbox ? 'file:./data/sandbox.db' : 'file:./data/reveille.db'));
  return ok({
    host: data.HOST,
    port: data.PORT,
    publicUrl: (data.PUBLIC_URL ?? `http://${data.HOST}:${data.PORT}`).replace(/\/+$/, ''),
    database,
    dataFolder: database.kind === 'sqlite' ? dirname(database.file) : resolve('data'),
    slack: slack.value,
    discord,
    sandbox,
    sandboxPort: data.SANDBOX_PORT,
    logLevel: data.LOG_LEVEL,
    logFormat: data.LOG_FORMAT ?? (terminal ? 'pretty' : 'json'),
    notes: Object.entries({ ...later, ...(slack.value !== null && 'appToken' in slack.value && socketWins) }).flatMap(
      ([name, why]) => (set[name] === undefined ? [] : [`${name} is set, but ${why}.`]),
    ),
  });
}

/** Null: no chat. Half of what Slack needs is refused with what is missing. */
function slackOf(data: z.output<typeof shape>): Result<SlackSettings | null, readonly string[]> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data;
  const other = appToken === undefined ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
  if (botToken === undefined) {
    if (appToken === undefined && signingSecret === undefined) return ok(null);
    return no([`SLACK_BOT_TOKEN is missing: Slack needs it (xoxb-…) beside ${other}.`]);
  }
  const base = { botToken, ...(data.SLACK_API_URL !== undefined && { apiUrl: withSlash(data.SLACK_API_URL) }) };
  if (appToken !== undefined) return ok({ ...base, appToken });
  if (signingSecret !== undefined) return ok({ ...base, signingSecret });
  return no([
    'SLACK_BOT_TOKEN is not enough: set SLACK_APP_TOKEN (xapp-…) too, for Socket Mode, which needs no public address; or SLACK_SIGNING_SECRET, for HTTP.',
  ]);
}

function discordOf({ DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl }: z.output<typeof shape>): DiscordSettings | null {
  if (token === undefined) return null;
  return { token, ...(apiUrl !== undefined && { apiUrl: apiUrl.replace(/\/+$/, '') }) };
}

function withSlash(base: string): string {
  return base.endsWith('/') ? base : `${base}/`;
}

function databaseOf(url: string): Database {
  if (!url.startsWith('file:')) return { kind: 'postgres', url };
  return { kind: 'sqlite', file: resolve(url.replace(/^file:(\/\/)?/, '')) };
}

function sentence(issue: z.core.$ZodIssue, set: NodeJS.ProcessEnv): string {
  const name = String(issue.path[0] ?? '');
  // A database's URL may hold a password.
  return /_(TOKEN|SECRET)$/.test(name) || name === 'DATABASE_URL'
    ? `${issue.message}.`
    : `${issue.message}. It is "${set[name] ?? ''}".`;
}
