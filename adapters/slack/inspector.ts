import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Outcome } from '../../src/chat/port.ts';
import { tried } from '../../src/chat/tried.ts';
import { fine, type Inspector, unanswered, type Verdict, warning, withId, wrong } from '../../src/doctor/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { Log } from '../../src/lib/log.ts';
import { type Failure, failureOf, wordsOf } from './failure.ts';
import { bridgeLog } from './log-bridge.ts';
import { outcomeOf } from './outcome.ts';
import { linkingScopes, lookingScopes, slackScopes } from './scopes.ts';
import { isTokenCode, type SlackToken, tokenTrouble } from './token.ts';
import { type Wire, webOptions } from './web.ts';

export interface InspectorOptions {
  readonly botToken: string;
  /** Absent: Socket Mode is not used. */
  readonly appToken?: string;
  /** Base of the Web API; Slack's own when absent. */
  readonly apiUrl?: string;
  readonly log: Log;
  readonly clock: Clock;
}

const identity = z.object({
  team_id: z.string(),
  team: z.string().default(''),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});
const channelShape = z.object({
  channel: z.object({
    name: z.string().default(''),
    is_archived: z.boolean().default(false),
    is_member: z.boolean().default(false),
  }),
});

/** Slack, looked at by the calls that show nothing to anybody. */
export function createSlackInspector(options: InspectorOptions): Inspector {
  const { clock } = options;
  const apiUrl = options.apiUrl ?? 'https://slack.com/api/';
  const wire: Wire = { apiUrl, logger: bridgeLog(options.log), timeout: 10_000 };
  const { signal } = new AbortController();
  const ask = <T>(question: () => Promise<T>) => tried('slack', question, failureOf);
  const client = new WebClient(options.botToken, webOptions(wire, signal));

  const enter: Inspector['enter'] = async () => {
    const who = await ask(async () => identity.parse(await client.auth.test()));
    if ('failure' in who) return { verdicts: [notIn('bot', who.failure, apiUrl)], workspaces: null, invite: null };
    const { team_id, team, response_metadata } = who.value;
    return {
      verdicts: [
        fine(`Slack accepts SLACK_BOT_TOKEN, of the workspace ${withId({ id: team_id, name: team })}.`),
        ...scopeVerdicts(response_metadata?.scopes),
        ...(options.appToken === undefined ? [] : [await appVerdict(options.appToken)]),
      ],
      workspaces: [{ id: team_id, name: team }],
      invite: null,
    };
  };
  /** Asking for an address of a connection opens none. */
  const appVerdict = async (appToken: string): Promise<Verdict> => {
    const appClient = new WebClient(appToken, webOptions(wire, signal));
    const opened = await ask(() => appClient.apps.connections.open());
    return 'failure' in opened ? notIn('app', opened.failure, apiUrl) : fine('Slack accepts SLACK_APP_TOKEN.');
  };

  return {
    platform: 'slack',
    enter,
    workspace: async () => ({ kind: 'done', value: [] }),
    channel: async (id) => {
      const seen = await ask(async () => channelShape.parse(await client.conversations.info({ channel: id })).channel);
      // Judged as a post there would be.
      if ('failure' in seen) return outcomeOf(seen.failure, 'post', id, clock());
      const { name, is_archived: archived, is_member: member } = seen.value;
      return { kind: 'done', value: { name: `#${name}`, archived, member, objections: [] } };
    },
    // What a page asks first, and nobody notices: a conversation without a message is not shown. users.info says
    // nothing of whether somebody can be written to.
    person: async (id): Promise<Outcome<null>> => {
      const opened = await ask(() => client.conversations.open({ users: id }));
      return 'failure' in opened ? outcomeOf(opened.failure, 'open-dm', '', clock()) : { kind: 'done', value: null };
    },
  };
}

function notIn(token: SlackToken, failure: Failure, apiUrl: string): Verdict {
  if (failure.kind === 'said-no' && isTokenCode(token, failure.code)) {
    const { what, todo } = tokenTrouble(token, failure.code);
    return wrong(what, todo);
  }
  const name = token === 'bot' ? 'SLACK_BOT_TOKEN' : 'SLACK_APP_TOKEN';
  const asked = { platform: 'slack', token: name, apiUrl, apiSetting: 'SLACK_API_URL' } as const;
  return unanswered(asked, { why: wordsOf(failure), isTooFast: failure.kind === 'too-fast' });
}

/** `scopes`: what Slack says that the token may do; absent: it did not say. */
export function scopeVerdicts(scopes: readonly string[] | undefined): readonly Verdict[] {
  if (scopes === undefined) {
    return [
      warning('Slack did not say which scopes the bot token has.', 'Compare those of your app with manifest.yml.'),
    ];
  }
  const missing = [...slackScopes].filter((scope) => !scopes.includes(scope));
  const among = (some: readonly string[]) => missing.filter((scope) => some.includes(scope));
  const [look, link] = [among(lookingScopes), among(linkingScopes)];
  const work = missing.filter((scope) => !look.includes(scope) && !link.includes(scope));
  const todo =
    'Paste manifest.yml under "App Manifest" on your Slack app\'s page, and reinstall it to your workspace under "Install App".';
  return [
    ...(missing.length === 0 ? [fine('The bot token has every scope that Reveille needs.')] : []),
    ...(work.length === 0 ? [] : [wrong(`The Slack app lacks ${named(work)}.`, todo)]),
    ...(look.length === 0
      ? []
      : [warning(`The Slack app lacks ${named(look)}, so channels can be looked at only in part.`, todo)]),
    ...(link.length === 0
      ? []
      : [warning(`The Slack app lacks ${named(link)}, so nobody is known by e-mail address, only by a code.`, todo)]),
  ];
}

function named(scopes: readonly string[]): string {
  return `${scopes.length === 1 ? 'the scope' : 'the scopes'} ${scopes.join(', ')}`;
}
