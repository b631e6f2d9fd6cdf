import { ChannelFlags, ChannelType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { SeenChannel } from '../../src/doctor/port.ts';
import { allowedIn, overwriteSchema, type Standing } from './allowed.ts';
import { type Needed, neededPermissions } from './permissions.ts';

/** https://docs.discord.com/developers/resources/channel#channel-object */
export const channelSchema = z.object({
  type: z.number(),
  guild_id: z.string().optional(),
  name: z.string().nullish(),
  flags: z.number().default(0),
  permission_overwrites: z.array(overwriteSchema).default([]),
});

const forums: ReadonlySet<number> = new Set([ChannelType.GuildForum, ChannelType.GuildMedia]);
const texts: ReadonlySet<number> = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement]);

/** A channel as the bot sees it: may it show cards and their threads there? */
export function seenChannel(channel: z.output<typeof channelSchema>, standing: Standing): SeenChannel {
  const { type, guild_id, flags, permission_overwrites: overwrites } = channel;
  const isForum = forums.has(type);
  const seen = { name: `#${channel.name ?? ''}`, archived: false, member: true };
  const objection = (what: string, todo: string): SeenChannel => ({ ...seen, objections: [{ what, todo }] });
  if (guild_id !== standing.guild) {
    return objection('is not on the server of this account.', 'Name a channel of that server in your team file.');
  }
  if (!isForum && !texts.has(type)) {
    return objection('holds no messages that a card could be.', 'Name a text channel or a forum in your team file.');
  }
  const may = allowedIn(standing, overwrites);
  const lacking = neededPermissions.filter(
    ({ flag, where }) => !(isForum && where === 'text channels') && (may & PermissionFlagsBits[flag]) === 0n,
  );
  const needsTag = isForum && (flags & ChannelFlags.RequireTag) !== 0;
  return {
    ...seen,
    objections: [...(lacking.length === 0 ? [] : [lacks(lacking)]), ...(needsTag ? [tagNeeded] : [])],
  };
}

function lacks(needed: readonly Needed[]): SeenChannel['objections'][number] {
  const names = needed.map(({ name }) => name).join(', ');
  return {
    what: `does not let Reveille do all that it has to: ${names}.`,
    todo: `Allow the role of Reveille ${names} there (Edit Channel, then Permissions): ${needed.map(({ name, why }) => `${name} is for ${why}`).join('; ')}.`,
  };
}

const tagNeeded = {
  what: 'asks for a tag on each post, which Reveille does not give.',
  todo: 'Switch "Require people to select tags when posting" off in its settings.',
};
