import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { z } from 'zod';
import { fail, invalidForm } from '../failure.ts';
import { complaintsOf } from '../form/complaints.ts';
import { bot, botRole, guild, people, roles } from '../guild.ts';
import { may } from '../permissions.ts';
import { applicationShape, channelShape, guildShape, knownUser, memberOf, roleShape, userOf } from '../shape.ts';
import { isSnowflake } from '../snowflake.ts';
import type { LivingWorld } from '../world.ts';
import { notAnId, objectionToGuild } from './find.ts';
import { type Answer, done, nothing, part, type Request, type Route } from './route.ts';

const searchQuery = z.strictObject({
  query: z.string().min(1),
  limit: z.coerce.number().int().min(1).max(1000).default(1),
});

function search(request: Request, { world }: { world: LivingWorld }): Answer {
  const no = objectionToGuild(world, part(request, 'guild.id'));
  if (no) return no;
  const query = searchQuery.safeParse(request.query);
  if (!query.success) return invalidForm(complaintsOf(query.error, request.query));
  const begin = query.data.query.toLowerCase();
  const fitting = people.filter(
    ({ id, name, realName }) =>
      world.isHere(id) && [name, realName].some((each) => each.toLowerCase().startsWith(begin)),
  );
  return done(fitting.slice(0, query.data.limit).map(({ id }) => memberOf(world, id)));
}

const dmForm = z.strictObject({ recipient_id: z.string().regex(/^\d{1,20}$/, 'A snowflake is a number as text.') });

function openDm(request: Request, { world }: { world: LivingWorld }): Answer {
  const form = dmForm.safeParse(request.body);
  if (!form.success) return invalidForm(complaintsOf(form.error, request.body));
  const { recipient_id: person } = form.data;
  if (person === bot.id) return fail(Code.CannotSendMessagesToThisUser);
  if (!userOf(person)) return fail(Code.UnknownUser);
  return done(channelShape(world, world.openDm(person)));
}

/** Gives or takes a role: only one below the bot's own, and none that Discord gives (`managed`). */
function setRole(has: boolean): Route['run'] {
  return (request, { world }) => {
    const no = objectionToGuild(world, part(request, 'guild.id'));
    if (no) return no;
    const user = part(request, 'user.id');
    if (!memberOf(world, user)) return fail(Code.UnknownMember);
    const role = roles.find((each) => each.id === part(request, 'role.id'));
    if (!role) return fail(Code.UnknownRole);
    const lower = role.position > 0 && role.position < botRole.position && !role.isManaged;
    if (!lower || (botRole.permissions & may.ManageRoles) === 0n) return fail(Code.MissingPermissions);
    world.setRole(user, role.id, has);
    return nothing;
  };
}

const role = '/guilds/{guild.id}/members/{user.id}/roles/{role.id}';

/** What is asked of the server itself. */
function ofGuild(path: string, run: (request: Request, world: LivingWorld) => Answer): Route {
  return {
    verb: 'GET',
    path: `/guilds/{guild.id}${path}`,
    run: (request, { world }) => objectionToGuild(world, part(request, 'guild.id')) ?? run(request, world),
  };
}

export const peopleRoutes: readonly Route[] = [
  {
    verb: 'GET',
    path: '/users/@me',
    run: () =>
      done({ ...knownUser(bot.id), flags: 0, verified: true, mfa_enabled: true, locale: 'en-US', email: null }),
  },
  { verb: 'POST', path: '/users/@me/channels', run: openDm },
  {
    verb: 'GET',
    path: '/users/{user.id}',
    run(request) {
      const id = part(request, 'user.id');
      if (!isSnowflake(id)) return notAnId('user_id', id);
      const user = userOf(id);
      return user ? done(user) : fail(Code.UnknownUser);
    },
  },
  { verb: 'GET', path: '/applications/@me', run: () => done(applicationShape()) },
  { verb: 'GET', path: '/oauth2/applications/@me', run: () => done(applicationShape()) },
  ofGuild('', () => done(guildShape())),
  ofGuild('/channels', (_request, world) =>
    done(
      world.channels
        .filter((each) => each.kind === 'text' || each.kind === 'forum')
        .map((each) => channelShape(world, each)),
    ),
  ),
  ofGuild('/roles', () => done(roles.map(roleShape))),
  ofGuild('/roles/{role.id}', (request) => {
    const id = part(request, 'role.id');
    if (!isSnowflake(id)) return notAnId('role_id', id);
    const found = roles.find((each) => each.id === id);
    return found ? done(roleShape(found)) : fail(Code.UnknownRole);
  }),
  // The list of all members asks for the privileged intent GUILD_MEMBERS, which the app does not have.
  ofGuild('/members', () => fail(Code.MissingAccess)),
  { verb: 'GET', path: '/guilds/{guild.id}/members/search', run: search },
  ofGuild('/members/{user.id}', (request, world) => {
    const id = part(request, 'user.id');
    if (!isSnowflake(id)) return notAnId('user_id', id);
    const member = memberOf(world, id);
    if (member) return done(member);
    return fail(userOf(id) ? Code.UnknownMember : Code.UnknownUser);
  }),
  { verb: 'PUT', path: role, run: setRole(true) },
  { verb: 'DELETE', path: role, run: setRole(false) },
  {
    verb: 'GET',
    path: '/users/@me/guilds',
    run: (_request, { world }) =>
      done(
        world.botIsHere
          ? [
              {
                id: guild.id,
                name: guild.name,
                icon: null,
                banner: null,
                owner: false,
                permissions: String(botRole.permissions),
                features: [],
              },
            ]
          : [],
      ),
  },
  {
    verb: 'GET',
    path: '/gateway/bot',
    run(_request, office) {
      const { left, atOnce } = office.sessionStarts();
      return done({
        url: office.gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: left, reset_after: 86_400_000, max_concurrency: atOnce },
      });
    },
  },
  { verb: 'GET', path: '/gateway', run: (_request, office) => done({ url: office.gatewayUrl() }) },
];
