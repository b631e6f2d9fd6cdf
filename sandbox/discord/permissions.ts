import { RESTJSONErrorCodes as Code, PermissionFlagsBits } from 'discord-api-types/v10';
import { type Failure, fail } from './failure.ts';
import { botRole, everyone } from './guild.ts';
import type { Channel, World } from './world.ts';

export const may = PermissionFlagsBits;

/** A channel whose permissions count: a thread has those of the channel it is in. */
function ruling(world: World, channel: Channel): Channel | undefined {
  return channel.kind === 'thread' ? world.channels.find((each) => each.id === channel.parent) : channel;
}

/** What the bot may do in a channel, as bits. */
export function permissionsIn(world: World, channel: Channel): bigint {
  const above = ruling(world, channel);
  const all = everyone.permissions | botRole.permissions;
  if (above?.kind !== 'text' && above?.kind !== 'forum') return all;
  const left = all & ~above.denied;
  // Who does not see a channel may do nothing in it.
  return (left & may.ViewChannel) === 0n ? 0n : left;
}

/** Null: the bot sees the channel and may do all of this there. */
export function objectionIn(world: World, channel: Channel, ...needed: readonly bigint[]): Failure | null {
  if (channel.kind === 'dm') return null;
  if (!world.botIsHere) return fail(Code.MissingAccess);
  const has = permissionsIn(world, channel);
  if ((has & may.ViewChannel) === 0n) return fail(Code.MissingAccess);
  return needed.every((each) => (has & each) === each) ? null : fail(Code.MissingPermissions);
}
