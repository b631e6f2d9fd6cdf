import { guild, people } from '../guild.ts';
import { memberOf } from '../shape.ts';
import type { World } from '../world.ts';
import type { MembersWanted } from './frames.ts';

/** Members that a client asked for over the gateway (https://docs.discord.com/developers/events/gateway-events#request-guild-members). */
export function membersChunk(world: World, wanted: MembersWanted): Readonly<Record<string, unknown>> {
  const begin = wanted.query?.toLowerCase();
  const found =
    begin === undefined || begin === ''
      ? []
      : people.filter(
          ({ id, name, realName }) =>
            world.isHere(id) && [name, realName].some((each) => each.toLowerCase().startsWith(begin)),
        );
  const chosen = wanted.user_ids ?? found.slice(0, wanted.limit || 100).map((each) => each.id);
  return {
    guild_id: guild.id,
    members: chosen.filter(world.isHere).map((id) => memberOf(world, id)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: chosen.filter((id) => !world.isHere(id)),
    ...(wanted.nonce !== undefined && { nonce: wanted.nonce }),
  };
}
