import { OverwriteType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';

/** Permission bits as text, since they are more than a number holds. */
const bits = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform(BigInt);

export const roleSchema = z.object({ id: z.string(), permissions: bits });
export const overwriteSchema = z.object({ id: z.string(), type: z.number(), allow: bits, deny: bits });

/** A member of a server, as far as it decides what they may do. */
export interface Standing {
  readonly guild: string;
  readonly owner: string;
  readonly member: string;
  /** Roles of the server, the one of everybody among them: its id is that of the server. */
  readonly roles: readonly z.output<typeof roleSchema>[];
  /** Ids of the roles that the member has beside that. */
  readonly held: readonly string[];
}

const everything = (1n << 64n) - 1n;

/**
 * What somebody may do in a channel, as bits: their roles together, then what the channel says of everybody, of their roles
 * and of themselves. https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export function allowedIn(
  { guild, owner, member, roles, held }: Standing,
  overwrites: readonly z.output<typeof overwriteSchema>[],
): bigint {
  if (owner === member) return everything;
  const ids = new Set([guild, ...held]);
  const base = roles.filter(({ id }) => ids.has(id)).reduce((sum, { permissions }) => sum | permissions, 0n);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return everything;
  const ofRoles = overwrites.filter(({ type }) => type === OverwriteType.Role);
  const steps = [
    ofRoles.filter(({ id }) => id === guild),
    ofRoles.filter(({ id }) => id !== guild && ids.has(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member),
  ];
  let may = base;
  for (const step of steps) {
    const deny = step.reduce((sum, each) => sum | each.deny, 0n);
    const allow = step.reduce((sum, each) => sum | each.allow, 0n);
    may = (may & ~deny) | allow;
  }
  return may;
}
