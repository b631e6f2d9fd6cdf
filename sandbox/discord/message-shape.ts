import {
  type APIMessage,
  ApplicationIntegrationType,
  InteractionType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10';
import type { Row } from './form/components.ts';
import type { Embed } from './form/embeds.ts';
import { bot, guild } from './guild.ts';
import { channelShape, knownUser } from './shape.ts';
import { isoOf, momentOf } from './snowflake.ts';
import type { Asked, LivingWorld, Message } from './world.ts';

const types = {
  command: InteractionType.ApplicationCommand,
  component: InteractionType.MessageComponent,
  form: InteractionType.ModalSubmit,
} as const;

function askedShape(asked: Asked, user: UserShape) {
  return {
    id: asked.interaction,
    type: types[asked.kind],
    user,
    authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: guild.id },
  };
}

/** Numbers each component, as Discord does where the app gave no `id`. */
export function numbered(rows: readonly Row[]) {
  let last = 0;
  const number = (id: number | undefined): number => {
    last = Math.max(last + 1, id ?? 0);
    return id ?? last;
  };
  return rows.map((row) => ({
    ...row,
    id: number(row.id),
    components: row.components.map((each) => ({ ...each, id: number(each.id) })),
  }));
}

type UserShape = ReturnType<typeof knownUser>;

type Shape = Omit<
  APIMessage,
  'author' | 'mentions' | 'embeds' | 'components' | 'interaction_metadata' | 'thread' | 'referenced_message'
> & {
  author: UserShape;
  mentions: UserShape[];
  embeds: Embed[];
  components: unknown[];
};

/** A message as Discord tells it to the bot. */
export function messageShape(world: LivingWorld, message: Message): Shape {
  const { id, channel, author, mentions, flags, nonce, replyTo, editedAt, asked, onlyFor } = message;
  const thread = world.channel(id);
  const answered = replyTo === null ? undefined : world.message(channel, replyTo);
  const mentioned = [...mentions.users].map(knownUser);
  return {
    id,
    channel_id: channel,
    type:
      asked?.kind === 'command'
        ? MessageType.ChatInputCommand
        : replyTo === null
          ? MessageType.Default
          : MessageType.Reply,
    author: knownUser(author),
    content: message.content,
    timestamp: momentOf(id),
    edited_timestamp: editedAt === null ? null : isoOf(editedAt),
    tts: false,
    mention_everyone: mentions.everyone,
    mentions: mentioned,
    mention_roles: [...mentions.roles],
    attachments: [],
    embeds: message.embeds.map((each) => ({ ...each, type: 'rich' as const })),
    components: numbered(message.rows),
    pinned: false,
    flags: flags | (thread ? MessageFlags.HasThread : 0) | (onlyFor === null ? 0 : MessageFlags.Ephemeral),
    ...(nonce !== null && { nonce }),
    ...(thread && { thread: channelShape(world, thread) }),
    ...(replyTo !== null && {
      message_reference: { type: MessageReferenceType.Default, channel_id: channel, message_id: replyTo },
      referenced_message: answered ? messageShape(world, answered) : null,
    }),
    ...(asked !== null && {
      webhook_id: bot.id,
      application_id: bot.id,
      interaction_metadata: askedShape(asked, knownUser(asked.person)),
    }),
  };
}
