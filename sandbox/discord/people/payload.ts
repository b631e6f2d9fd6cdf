import { ApplicationIntegrationType, InteractionContextType, InteractionType, Locale } from 'discord-api-types/v10';
import { bot, botRole, everyone, guild, people, roles } from '../guild.ts';
import { permissionsIn } from '../permissions.ts';
import { channelShape, knownUser, memberOf, partOf, roleShape } from '../shape.ts';
import type { Channel, LivingWorld } from '../world.ts';
import type { Kind, Ticket } from './tickets.ts';

const types: Readonly<Record<Kind, InteractionType>> = {
  command: InteractionType.ApplicationCommand,
  complete: InteractionType.ApplicationCommandAutocomplete,
  component: InteractionType.MessageComponent,
  form: InteractionType.ModalSubmit,
};

const attachmentLimit = 10_485_760;

/** What the app is told (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object). */
export function payloadOf(
  world: LivingWorld,
  ticket: Ticket,
  channel: Channel,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const inDm = channel.kind === 'dm';
  const user = knownUser(ticket.person);
  const permissions = String(
    ticket.person === guild.ownerId ? everyone.permissions | botRole.permissions : everyone.permissions,
  );
  return {
    id: ticket.id,
    application_id: bot.id,
    type: types[ticket.kind],
    token: ticket.token,
    version: 1,
    channel_id: channel.id,
    channel: channelShape(world, channel),
    ...(inDm
      ? { user, context: InteractionContextType.BotDM }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: Locale.EnglishUS, features: [] },
          guild_locale: Locale.EnglishUS,
          member: { ...memberOf(world, ticket.person), permissions },
          context: InteractionContextType.Guild,
        }),
    app_permissions: String(permissionsIn(world, channel)),
    locale: Locale.EnglishUS,
    entitlements: [],
    authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: guild.id },
    attachment_size_limit: attachmentLimit,
    ...more,
  };
}

/** What ids stand for, as it comes beside them. Ids that stand for nothing are left out. */
export function resolvedOf(world: LivingWorld, ids: readonly string[]): Readonly<Record<string, unknown>> {
  const users = [...people.map((each) => each.id), bot.id].filter((id) => ids.includes(id));
  const called = roles.filter((each) => ids.includes(each.id));
  const channels = world.channels.filter((each) => each.kind !== 'dm' && ids.includes(each.id));
  const everybody = String(everyone.permissions);
  return {
    ...(users.length > 0 && {
      users: Object.fromEntries(users.map((id) => [id, knownUser(id)])),
      members: Object.fromEntries(users.map((id) => [id, { ...partOf(world, id), permissions: everybody }])),
    }),
    ...(called.length > 0 && { roles: Object.fromEntries(called.map((each) => [each.id, roleShape(each)])) }),
    ...(channels.length > 0 && {
      channels: Object.fromEntries(
        channels.map((each) => [each.id, { ...channelShape(world, each), permissions: everybody }]),
      ),
    }),
  };
}
