import {
  ApplicationFlags,
  ChannelType,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  GuildSystemChannelFlags,
  GuildVerificationLevel,
  Locale,
  OverwriteType,
} from 'discord-api-types/v10';
import { bot, guild, people, type Role, roles, since } from './guild.ts';
import { momentOf } from './snowflake.ts';
import type { Channel, World } from './world.ts';

const noAvatar = { avatar: null, avatar_decoration_data: null, collectibles: null, primary_guild: null };

const botUser = {
  id: bot.id,
  username: bot.name,
  discriminator: bot.discriminator,
  global_name: null,
  ...noAvatar,
  bot: true,
  public_flags: 0,
};

/** Undefined: a stranger. */
export function userOf(id: string) {
  if (id === bot.id) return botUser;
  const person = people.find((each) => each.id === id);
  if (!person) return undefined;
  const { name, realName } = person;
  return { id, username: name, discriminator: '0', global_name: realName, ...noAvatar, public_flags: 0 };
}

/** One who is known to be there. */
export function knownUser(id: string) {
  const user = userOf(id);
  if (!user) throw new Error(`There is no user ${id}`);
  return user;
}

/** A member without its user, as it stands beside the author of a message. */
export function partOf(world: World, id: string) {
  return {
    roles: [...world.rolesOf(id)],
    joined_at: since,
    deaf: false,
    mute: false,
    flags: 0,
    nick: null,
    avatar: null,
    banner: null,
    pending: false,
    premium_since: null,
    communication_disabled_until: null,
  };
}

export function memberOf(world: World, id: string) {
  const user = userOf(id);
  if (!user || !world.isHere(id)) return undefined;
  return { ...partOf(world, id), user };
}

export function roleShape(role: Role) {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: String(role.permissions),
    managed: role.isManaged,
    mentionable: role.mentionable,
    flags: 0,
    ...(role.isManaged && { tags: { bot_id: bot.id } }),
  };
}

export function channelShape(world: World, channel: Channel) {
  switch (channel.kind) {
    case 'text':
    case 'forum': {
      const { id, name, kind, denied } = channel;
      const overwrite = { id: bot.id, type: OverwriteType.Member, allow: '0', deny: String(denied) };
      return {
        id,
        type: kind === 'text' ? ChannelType.GuildText : ChannelType.GuildForum,
        guild_id: guild.id,
        name,
        position: world.channels.filter((each) => each.kind === kind).indexOf(channel),
        parent_id: null,
        topic: null,
        nsfw: false,
        flags: 0,
        last_message_id: lastIn(world, id),
        rate_limit_per_user: 0,
        permission_overwrites: denied === 0n ? [] : [overwrite],
        ...(kind === 'forum' && {
          available_tags: [],
          default_reaction_emoji: null,
          default_sort_order: null,
          default_forum_layout: 0,
        }),
      };
    }
    case 'thread':
      return {
        id: channel.id,
        type: ChannelType.PublicThread,
        guild_id: guild.id,
        parent_id: channel.parent,
        name: channel.name,
        owner_id: channel.ownerId,
        last_message_id: lastIn(world, channel.id),
        message_count: countIn(world, channel.id),
        total_message_sent: countIn(world, channel.id),
        member_count: 1,
        rate_limit_per_user: 0,
        flags: 0,
        applied_tags: [],
        thread_metadata: {
          archived: channel.archived,
          locked: channel.locked,
          auto_archive_duration: channel.archivesAfter,
          archive_timestamp: new Date(channel.archivedOrNotAt).toISOString(),
          create_timestamp: momentOf(channel.id),
        },
      };
    case 'dm':
      return {
        id: channel.id,
        type: ChannelType.DM,
        flags: 0,
        last_message_id: lastIn(world, channel.id),
        recipients: [knownUser(channel.person)],
      };
  }
}

/** Messages that everybody in the channel sees. */
function openIn(world: World, id: string) {
  return world.messages.filter((each) => each.channel === id && each.onlyFor === null);
}

function lastIn(world: World, id: string): string | null {
  return openIn(world, id).at(-1)?.id ?? null;
}

/** Without the message that a thread hangs on: it counts what was said in it. */
function countIn(world: World, id: string): number {
  return openIn(world, id).filter((each) => each.id !== id).length;
}

export function guildShape() {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    icon_hash: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    region: '',
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: GuildVerificationLevel.None,
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    roles: roles.map(roleShape),
    emojis: [],
    features: [],
    mfa_level: GuildMFALevel.None,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: GuildSystemChannelFlags.SuppressJoinNotifications,
    rules_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: GuildPremiumTier.None,
    premium_subscription_count: 0,
    preferred_locale: Locale.EnglishUS,
    public_updates_channel_id: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    nsfw_level: GuildNSFWLevel.Default,
    stickers: [],
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    incidents_data: null,
  };
}

export function applicationShape() {
  return {
    id: bot.id,
    name: bot.name,
    icon: null,
    description: '',
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: ApplicationFlags.ApplicationCommandBadge,
    hook: true,
    is_monetized: false,
    is_verified: false,
    summary: '',
    owner: knownUser(guild.ownerId),
    team: null,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    approximate_guild_count: 1,
    integration_types_config: { '0': {} },
    bot: botUser,
  };
}
