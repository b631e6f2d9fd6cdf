import { GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { bot, guild, people, since } from '../guild.ts';
import { messageShape } from '../message-shape.ts';
import { permissionsIn } from '../permissions.ts';
import { channelShape, guildShape, knownUser, memberOf, partOf } from '../shape.ts';
import type { Change, Channel, LivingWorld, Message } from '../world.ts';
import { neededFor, reads } from './intents.ts';

/** What a session is told; `guild`: it concerns the shard of the server, else the first one. */
export interface Event {
  readonly name: string;
  readonly data: unknown;
  readonly intent: number;
  readonly ofGuild: boolean;
}

function isSeen(world: LivingWorld, channel: Channel): boolean {
  return channel.kind === 'dm' || (world.botIsHere && permissionsIn(world, channel) !== 0n);
}

/** The server as a bot finds it when it comes (https://docs.discord.com/developers/events/gateway-events#guild-create). */
export function guildCreate(world: LivingWorld): Event {
  const seen = world.channels.filter((each) => isSeen(world, each));
  const data = {
    ...guildShape(),
    joined_at: since,
    large: false,
    unavailable: false,
    member_count: people.filter(({ id }) => world.isHere(id)).length + 1,
    voice_states: [],
    // Without the privileged intent a bot is told of itself alone.
    members: [memberOf(world, bot.id)],
    channels: world.channels
      .filter((each) => each.kind === 'text' || each.kind === 'forum')
      .map((each) => channelShape(world, each)),
    threads: seen.filter((each) => each.kind === 'thread' && !each.archived).map((each) => channelShape(world, each)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
  return { name: 'GUILD_CREATE', data, intent: Intent.Guilds, ofGuild: true };
}

function aboutMessage(world: LivingWorld, message: Message, isNew: boolean, intents: number): Event[] {
  const channel = world.channel(message.channel);
  if (message.onlyFor !== null || !channel || !isSeen(world, channel)) return [];
  const inDm = channel.kind === 'dm';
  const hidden = reads(intents, message, channel) ? {} : { content: '', embeds: [], attachments: [], components: [] };
  const data = {
    ...messageShape(world, message),
    ...hidden,
    channel_type: channelShape(world, channel).type,
    ...(!inDm && { guild_id: guild.id, member: partOf(world, message.author) }),
  };
  const name = isNew ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE';
  return [{ name, data, intent: neededFor(channel), ofGuild: !inDm }];
}

function aboutChannel(world: LivingWorld, channel: Channel, what: 'CREATE' | 'UPDATE' | 'DELETE'): Event[] {
  if (channel.kind === 'dm' || !isSeen(world, channel)) return [];
  const isThread = channel.kind === 'thread';
  const whole = channelShape(world, channel);
  const isShort = isThread && what === 'DELETE';
  const data = isShort
    ? { id: channel.id, guild_id: guild.id, parent_id: channel.parent, type: whole.type }
    : { ...whole, ...(isThread && what === 'CREATE' && { newly_created: true }) };
  return [{ name: `${isThread ? 'THREAD' : 'CHANNEL'}_${what}`, data, intent: Intent.Guilds, ofGuild: true }];
}

/** What a change means for a session with these intents. */
export function eventsOf(world: LivingWorld, change: Change, intents: number): Event[] {
  switch (change.kind) {
    case 'bot': {
      if (change.isHere) return [guildCreate(world)];
      // No `unavailable`: it is no outage, the bot was removed.
      return [{ name: 'GUILD_DELETE', data: { id: guild.id }, intent: Intent.Guilds, ofGuild: true }];
    }
    case 'roles': {
      // Of others a bot hears with the privileged intent alone.
      const intent = change.user === bot.id ? Intent.Guilds : Intent.GuildMembers;
      const data = { ...memberOf(world, change.user), guild_id: guild.id };
      return [{ name: 'GUILD_MEMBER_UPDATE', data, intent, ofGuild: true }];
    }
    case 'member': {
      const { user, isHere } = change;
      const data = { ...(isHere ? memberOf(world, user) : { user: knownUser(user) }), guild_id: guild.id };
      const name = isHere ? 'GUILD_MEMBER_ADD' : 'GUILD_MEMBER_REMOVE';
      return [{ name, data, intent: Intent.GuildMembers, ofGuild: true }];
    }
    case 'message':
      return aboutMessage(world, change.message, change.isNew, intents);
    case 'message-gone': {
      const { id, channel, onlyFor } = change.message;
      const place = world.channel(channel);
      if (onlyFor !== null || !place || !isSeen(world, place)) return [];
      const inDm = place.kind === 'dm';
      const data = { id, channel_id: channel, ...(!inDm && { guild_id: guild.id }) };
      return [{ name: 'MESSAGE_DELETE', data, intent: neededFor(place), ofGuild: !inDm }];
    }
    case 'channel':
      return aboutChannel(world, change.channel, change.before === null ? 'CREATE' : 'UPDATE');
    case 'channel-gone':
      return aboutChannel(world, change.channel, 'DELETE');
  }
}
