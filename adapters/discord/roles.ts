import { Routes } from 'discord.js';
import { z } from 'zod';
import { createLately } from '../../src/chat/lately.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { failureOf } from './failure.ts';
import type { Caller } from './web.ts';

const memberSchema = z.object({ roles: z.array(z.string()) });

/** Unknown Member, Unknown User. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const notThere: ReadonlySet<number> = new Set([10007, 10013]);
const invalidForm = 50035;

/** Which of `among` have a role of the server. Rejects with what `failureOf` understands, or where the role is not there. */
export type WithRole = (guild: string, role: string, among: readonly string[]) => Promise<readonly string[]>;

/**
 * Asks for one member at a time, since the list of a server needs the privileged intent GUILD_MEMBERS and one member does not.
 * https://docs.discord.com/developers/resources/guild#get-guild-member
 *
 * How many may be asked for in a second is not published, and Discord may ask for peace in the midst of a team. What was
 * answered by then is kept for the next attempt: it would otherwise begin with the same people every time, and never end.
 */
export function createRoles(call: Caller, clock: Clock): WithRole {
  // Null: not on the server.
  const heard = createLately<readonly string[] | null>(clock);
  const keyOf = (guild: string, person: string): string => `${guild} ${person}`;
  const rolesOf = async (guild: string, person: string): Promise<readonly string[] | null> => {
    const key = keyOf(guild, person);
    const known = heard.known(key);
    if (known !== undefined) return known.value;
    const roles = await askedFor(call, guild, person);
    heard.keep(key, roles);
    return roles;
  };

  return async (guild, role, among) => {
    const people = new Set(among);
    z.object({ id: z.literal(role) }).parse(await call('get', Routes.guildRole(guild, role)));
    const members: string[] = [];
    for (const person of people) {
      const roles = await rolesOf(guild, person);
      // The role of everybody has the id of the server, and stands with nobody.
      if (roles !== null && (role === guild || roles.includes(role))) members.push(person);
    }
    for (const person of people) heard.forget(keyOf(guild, person));
    return members;
  };
}

/** The roles of somebody; null: they are not on the server, have left it, or there is nobody of that id. */
async function askedFor(call: Caller, guild: string, person: string): Promise<readonly string[] | null> {
  try {
    return memberSchema.parse(await call('get', Routes.guildMember(guild, person))).roles;
  } catch (error) {
    if (error instanceof z.ZodError) throw error;
    const failure = failureOf(error);
    if (failure.kind !== 'said-no') throw error;
    const noId = failure.code === invalidForm && failure.about.includes('user_id');
    if (noId || notThere.has(failure.code)) return null;
    throw error;
  }
}
