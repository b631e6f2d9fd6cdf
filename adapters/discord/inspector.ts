import { Routes } from 'discord.js';
import { z } from 'zod';
import type { Outcome } from '../../src/chat/port.ts';
import { tried } from '../../src/chat/tried.ts';
import { fine, type Inspector, unanswered, type Verdict, warning, withId, wrong } from '../../src/doctor/port.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { roleSchema, type Standing } from './allowed.ts';
import { applicationSchema, applicationVerdicts } from './application.ts';
import { type Failure, failureOf, wordsOf } from './failure.ts';
import { outcomeOf } from './outcome.ts';
import { inviteUrl, neededPermissions } from './permissions.ts';
import { commandsIn } from './register.ts';
import { channelSchema, seenChannel } from './seen-channel.ts';
import { tokenTodo, tokenWrong } from './token.ts';
import { createCallers } from './web.ts';

export interface InspectorOptions {
  /** The bot's token. */
  readonly token: string;
  /** Base of the API without its version; Discord's own when absent. */
  readonly apiUrl?: string;
  readonly clock: Clock;
  /** Milliseconds that one call may take; 10 s when absent. */
  readonly callTimeout?: number;
}

const userSchema = z.object({ id: z.string().min(1) });
const serversSchema = z.array(z.object({ id: z.string().min(1), name: z.string().default('') }));
const guildSchema = z.object({ owner_id: z.string(), roles: z.array(roleSchema) });
const memberSchema = z.object({ roles: z.array(z.string()) });

/** Discord, looked at by GET alone: nothing is posted, nobody is written to, and no command is told. */
export function createDiscordInspector(options: InspectorOptions): Inspector {
  const { clock, token, callTimeout: timeout = 10_000 } = options;
  const apiUrl = options.apiUrl ?? 'https://discord.com/api';
  const { bot: call } = createCallers({ apiUrl, token, timeout }, new AbortController().signal);
  const standings = new Map<string, Standing>();
  let application = '';
  let self = '';

  const asked = async <T>(channel: string, question: () => Promise<T>): Promise<Outcome<T>> => {
    const answer = await tried('discord', question, failureOf);
    // Judged as a post there would be.
    return 'failure' in answer ? outcomeOf(answer.failure, 'post', channel, clock()) : { kind: 'done', ...answer };
  };
  const standingIn = async (guild: string): Promise<Standing> => {
    const known = standings.get(guild);
    if (known !== undefined) return known;
    const { owner_id: owner, roles } = guildSchema.parse(await call('get', Routes.guild(guild)));
    const { roles: held } = memberSchema.parse(await call('get', Routes.guildMember(guild, self)));
    const standing = { guild, owner, member: self, roles, held };
    standings.set(guild, standing);
    return standing;
  };

  const enter: Inspector['enter'] = async () => {
    const question = async () => ({
      user: userSchema.parse(await call('get', Routes.user())),
      app: applicationSchema.parse(await call('get', Routes.currentApplication())),
      servers: serversSchema.parse(await call('get', Routes.userGuilds())),
    });
    const who = await tried('discord', question, failureOf);
    if ('failure' in who) return { verdicts: [notIn(who.failure, apiUrl)], workspaces: null, invite: null };
    const { user, app, servers } = who.value;
    application = app.id;
    self = user.id;
    const invite = inviteUrl(application, apiUrl);
    return {
      verdicts: [
        fine(`Discord accepts DISCORD_TOKEN, of the application ${withId(app)}.`),
        ...applicationVerdicts(app),
        ...(servers.length === 0 ? [] : [fine(`The bot is in ${servers.map(withId).join(', ')}.`)]),
        fine(`Whoever manages a server lets the bot in at ${invite}`),
        fine(`That link asks for ${neededPermissions.map(({ name, why }) => `${name} (${why})`).join('; ')}.`),
      ],
      workspaces: servers,
      invite,
    };
  };

  return {
    platform: 'discord',
    enter,
    workspace: async (guild): Promise<Outcome<readonly Verdict[]>> => {
      const found = await asked('', () => commandsIn(call, application, guild));
      if (found.kind === 'gone') return { kind: 'done', value: [shut(found.reason, inviteUrl(application, apiUrl))] };
      return found.kind === 'done' ? { kind: 'done', value: [commandVerdict(found.value)] } : found;
    },
    channel: (id, guild) =>
      asked(id, async () => {
        const channel = channelSchema.parse(await call('get', Routes.channel(id)));
        return seenChannel(channel, await standingIn(guild));
      }),
    person: (id, guild) =>
      asked('', async () => {
        memberSchema.parse(await call('get', Routes.guildMember(guild, id)));
        return null;
      }),
  };
}

function notIn(failure: Failure, apiUrl: string): Verdict {
  if (failure.kind === 'wrong-token') return wrong(tokenWrong, tokenTodo);
  const asked = { platform: 'discord', token: 'DISCORD_TOKEN', apiUrl, apiSetting: 'DISCORD_API_URL' } as const;
  return unanswered(asked, { why: wordsOf(failure), isTooFast: failure.kind === 'too-fast' });
}

function commandVerdict(found: Awaited<ReturnType<typeof commandsIn>>): Verdict {
  switch (found) {
    case 'current':
      return fine('The slash commands are there, as this version has them.');
    case 'none':
      return warning('The server has no slash commands of Reveille yet.', 'Start Reveille: it adds them.');
    case 'others':
      return warning(
        'The slash commands on the server are not those of this version.',
        'Start this version of Reveille: it puts its own in their place.',
      );
  }
}

function shut(reason: string, invite: string): Verdict {
  return wrong(`The slash commands on the server could not be looked at: ${reason}`, `Let the bot in again: ${invite}`);
}
