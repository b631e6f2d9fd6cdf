import { InteractionType, MessageFlags } from 'discord.js';
import { z } from 'zod';
import type { Speaker } from '../../src/chat/speaker.ts';

const id = z.string().min(1);
const user = z.object({ id });

/** What every interaction has. https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object */
const common = z.object({
  id,
  application_id: id,
  token: z.string().min(1),
  guild_id: id.nullish(),
  channel_id: id.nullish(),
  channel: z.object({ id, parent_id: id.nullish() }).nullish(),
  /** In a server. */
  member: z.object({ user }).nullish(),
  /** In a conversation with the bot. */
  user: user.nullish(),
});
const message = z.object({ id, flags: z.number().default(0) });
const option = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().default(false),
});
const named = common.extend({
  data: z.object({
    name: z.string(),
    options: z.tuple([z.object({ name: z.string(), options: z.array(option).default([]) })], z.unknown()),
  }),
});
const input = z.object({
  custom_id: z.string(),
  value: z.string().optional(),
  values: z.array(z.string()).optional(),
});

/** The interactions that we take, by Discord's number of their type; everything else of a payload is left unread. */
export const interactionSchema = z.discriminatedUnion('type', [
  named.extend({ type: z.literal(InteractionType.ApplicationCommand) }),
  named.extend({ type: z.literal(InteractionType.ApplicationCommandAutocomplete) }),
  common.extend({
    type: z.literal(InteractionType.MessageComponent),
    message,
    data: z.object({ custom_id: z.string() }),
  }),
  common.extend({
    type: z.literal(InteractionType.ModalSubmit),
    message: message.optional(),
    data: z.object({ custom_id: z.string(), components: z.array(z.object({ component: input })) }),
  }),
]);

export type Interaction = z.output<typeof interactionSchema>;
export type Said = Extract<Interaction, { type: InteractionType.ApplicationCommand }>;
export type Typing = Extract<Interaction, { type: InteractionType.ApplicationCommandAutocomplete }>;
export type Pressed = Extract<Interaction, { type: InteractionType.MessageComponent }>;
export type Sent = Extract<Interaction, { type: InteractionType.ModalSubmit }>;

/** Whoever did it. In a conversation with one person no server is named: `workspace` is empty there. */
export function speakerOf({ guild_id, member, user: alone }: Interaction): Speaker {
  return { platform: 'discord', workspace: guild_id ?? '', person: member?.user.id ?? alone?.id ?? '' };
}

/**
 * Where the message stands as we know it. The first message of a forum's post bears the id of the post, and is known by
 * its forum.
 */
export function placeOf(it: Interaction, messageId: string | null): string {
  const { channel, channel_id } = it;
  const place = channel?.id ?? channel_id ?? '';
  return messageId === place && channel?.parent_id != null ? channel.parent_id : place;
}

/** Null: it is seen by the presser alone, and nobody can change it. */
export function shownTo({ id: messageId, flags }: z.output<typeof message>): string | null {
  return (flags & MessageFlags.Ephemeral) === 0 ? messageId : null;
}
