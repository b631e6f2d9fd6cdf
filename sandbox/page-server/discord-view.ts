import { breakable } from '../discord/fault.ts';
import { bot, guild, roles } from '../discord/guild.ts';
import type { DiscordNews, MountedDiscord } from '../discord/mount.ts';
import { may } from '../discord/permissions.ts';
import type { Channel, World } from '../discord/world.ts';
import { type Naming, type Shown, shownOf } from '../faults/words.ts';

/** A channel as the page is told of it: JSON knows no bits of that size. */
function channelView(channel: Channel) {
  if (channel.kind !== 'text' && channel.kind !== 'forum') return channel;
  const { kind, id, name, denied } = channel;
  return { kind, id, name, botSees: (denied & may.ViewChannel) === 0n };
}

function faultsOf(discord: MountedDiscord): readonly Shown[] {
  return discord.faults.on.map((each) => shownOf(each, discordNaming(discord.world)));
}

/** Everything that the page shows of the local Discord. */
export function discordView(discord: MountedDiscord) {
  const { world } = discord;
  return {
    server: guild.name,
    bot: { id: bot.id, name: bot.name },
    people: world.people,
    roles: roles.map(({ id, name }) => ({ id, name })),
    channels: world.channels.map(channelView),
    messages: world.messages,
    commands: discord.commands.map(({ form }) => form),
    forms: discord.forms.all,
    connections: discord.connections,
    breakable,
    faults: faultsOf(discord),
  };
}

/** One change of it, as the feed tells it; null: nothing that is shown. */
export function discordChange(discord: MountedDiscord, news: DiscordNews): object | null {
  switch (news.kind) {
    case 'channel':
    case 'channel-gone':
      return { kind: news.kind, channel: channelView(news.channel) };
    case 'message':
    case 'message-gone':
    case 'connections':
    case 'form':
      return news;
    case 'faults':
      return { kind: 'faults', faults: faultsOf(discord) };
    case 'commands':
      return { kind: 'commands', commands: discord.commands.map(({ form }) => form) };
    case 'call':
    case 'roles':
    case 'member':
    case 'bot':
      return null;
  }
}

/** A channel as people know it: by its name, a direct message by its person. */
export function discordNaming(world: World): Naming {
  return {
    sockets: 'the gateway',
    nameOf(id) {
      const channel = world.channels.find((each) => each.id === id);
      if (!channel) return id;
      if (channel.kind === 'thread') return `the thread ${channel.name}`;
      if (channel.kind !== 'dm') return `#${channel.name}`;
      const person = world.people.find((each) => each.id === channel.person);
      return person ? `the direct messages with ${person.realName}` : id;
    },
  };
}
