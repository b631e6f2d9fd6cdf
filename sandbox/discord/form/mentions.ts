import { z } from 'zod';
import { bot, people, type Role, roles } from '../guild.ts';
import { complain } from './complaints.ts';

const snowflakes = z.array(z.string().regex(/^\d{1,20}$/, 'A snowflake is a number as text.')).max(100);

/** Who may be notified by a message (https://docs.discord.com/developers/resources/message#allowed-mentions-object). */
export const allowedMentions = z
  .strictObject({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).optional(),
    users: snowflakes.optional(),
    roles: snowflakes.optional(),
    replied_user: z.boolean().optional(),
  })
  .superRefine((it, check) => {
    for (const kind of ['users', 'roles'] as const) {
      if (!it.parse?.includes(kind) || !it[kind]?.length) continue;
      complain(
        check,
        [],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  });

type Allowed = z.infer<typeof allowedMentions>;

/** Who is notified by a message; the others that its text names are only shown. */
export interface Mentions {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

export const nobody: Mentions = { users: [], roles: [], everyone: false };

function named(content: string, form: RegExp): string[] {
  return [...new Set([...content.matchAll(form)].map((match) => match[1] ?? ''))];
}

function mayBeCalled(role: Role): boolean {
  return role.mentionable;
}

/** `allowed` undefined: whoever the text names, as Discord does without being told. */
export function mentionsIn(content: string, allowed: Allowed | undefined): Mentions {
  const all = allowed === undefined;
  const kinds = allowed?.parse ?? [];
  const users = named(content, /<@!?(\d+)>/g)
    .filter((id) => id === bot.id || people.some((each) => each.id === id))
    .filter((id) => all || kinds.includes('users') || allowed.users?.includes(id));
  const called = named(content, /<@&(\d+)>/g)
    .filter((id) => roles.some((each) => each.id === id && mayBeCalled(each)))
    .filter((id) => all || kinds.includes('roles') || allowed.roles?.includes(id));
  // The bot has no permission to mention everyone, whatever it allows.
  return { users, roles: called, everyone: false };
}
