import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { type Failure, fail, invalidForm } from '../failure.ts';
import { guild } from '../guild.ts';
import { may, objectionIn } from '../permissions.ts';
import { isSnowflake } from '../snowflake.ts';
import type { Channel, LivingWorld, Message } from '../world.ts';

/** 50035, as for a path such as `/channels/ops`. */
export function notAnId(name: string, value: string): Failure {
  const message = `Value "${value}" is not snowflake.`;
  return invalidForm([{ path: [name], code: 'NUMBER_TYPE_COERCE', message }]);
}

/** A channel that the bot sees, and where it may do what is needed. */
export function findChannel(
  world: LivingWorld,
  id: string,
  ...needed: readonly bigint[]
): { ok: true; channel: Channel } | Failure {
  if (!isSnowflake(id)) return notAnId('channel_id', id);
  const channel = world.channel(id);
  if (!channel) return fail(Code.UnknownChannel);
  return objectionIn(world, channel, ...needed) ?? { ok: true, channel };
}

/** A message that the bot sees; what is shown to one person alone is found by no route of a channel. */
export function findMessage(
  world: LivingWorld,
  channelId: string,
  id: string,
): { ok: true; channel: Channel; message: Message } | Failure {
  const found = findChannel(world, channelId, may.ReadMessageHistory);
  if (!found.ok) return found;
  if (!isSnowflake(id)) return notAnId('message_id', id);
  const message = world.message(channelId, id);
  return message && message.onlyFor === null
    ? { ok: true, channel: found.channel, message }
    : fail(Code.UnknownMessage);
}

/** Null: it is the server, and the bot is on it. */
export function objectionToGuild(world: LivingWorld, id: string): Failure | null {
  if (!isSnowflake(id)) return notAnId('guild_id', id);
  if (id !== guild.id) return fail(Code.UnknownGuild);
  return world.botIsHere ? null : fail(Code.MissingAccess);
}
