import { MessageFlags, RESTJSONErrorCodes, InteractionResponseType as Type } from 'discord-api-types/v10';
import { z } from 'zod';
import { type Failure, fail, invalidForm } from '../failure.ts';
import { complaintsOf } from '../form/complaints.ts';
import { answerOf, editOf, silence, type Words } from '../form/message.ts';
import { modalOf } from '../form/modal.ts';
import { bot } from '../guild.ts';
import type { LivingWorld, Message } from '../world.ts';
import type { Kind, Ticket, Tickets } from './tickets.ts';

/** Which answers a person's doing takes (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object). */
const takes: Readonly<Record<Kind, readonly Type[]>> = {
  command: [Type.ChannelMessageWithSource, Type.DeferredChannelMessageWithSource, Type.Modal],
  complete: [Type.ApplicationCommandAutocompleteResult],
  component: [
    Type.ChannelMessageWithSource,
    Type.DeferredChannelMessageWithSource,
    Type.DeferredMessageUpdate,
    Type.UpdateMessage,
    Type.Modal,
  ],
  form: [
    Type.ChannelMessageWithSource,
    Type.DeferredChannelMessageWithSource,
    Type.DeferredMessageUpdate,
    Type.UpdateMessage,
  ],
};

const answerForm = z.strictObject({ type: z.int(), data: z.unknown().optional() });
const deferral = z.strictObject({ flags: z.int().optional() }).optional();
const results = z.strictObject({
  choices: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        name_localizations: z.record(z.string(), z.string().max(100)).nullish(),
        value: z.union([z.string().max(100), z.number()]),
      }),
    )
    .max(25),
});

export type Answered = { readonly ok: true; readonly message: Message | null };

function write(world: LivingWorld, ticket: Ticket, words: Words & { flags: number }): Message {
  const { flags, content, embeds, rows, mentions } = words;
  const asked = { interaction: ticket.id, kind: ticket.kind === 'complete' ? 'command' : ticket.kind } as const;
  const message = world.post({
    ...{ content, embeds, rows, mentions },
    channel: ticket.channel,
    author: bot.id,
    flags: flags & ~MessageFlags.Ephemeral,
    onlyFor: (flags & MessageFlags.Ephemeral) === 0 ? null : ticket.person,
    asked: { ...asked, person: ticket.person },
    replyTo: ticket.kind === 'component' ? ticket.source : null,
  });
  ticket.written.add(message.id);
  return message;
}

/** A message beside the answer; where the answer was put off, the first one fills it. */
export function follow(world: LivingWorld, ticket: Ticket, given: unknown): Answered | Failure {
  const words = answerOf(given);
  if (!words.ok) return words;
  const original = ticket.original === null ? undefined : world.message(ticket.channel, ticket.original);
  if (original && isLoading(original)) return { ok: true, message: world.edit(original, filled(original, words)) };
  return { ok: true, message: write(world, ticket, words) };
}

function isLoading(message: Message): boolean {
  return (message.flags & MessageFlags.Loading) !== 0;
}

/** What an edit makes of a message; "is thinking…" ends with it. */
function filled(message: Message, { content, embeds, rows, mentions }: Words) {
  return { content, embeds, rows, mentions, flags: message.flags & ~MessageFlags.Loading };
}

/** Edits a message with a token. */
export function rewrite(world: LivingWorld, message: Message, given: unknown): Answered | Failure {
  const words = editOf(given, message);
  return words.ok ? { ok: true, message: world.edit(message, filled(message, words)) } : words;
}

/** The one answer to what a person did; nothing is changed where it is refused. */
export function answer(world: LivingWorld, tickets: Tickets, ticket: Ticket, given: unknown): Answered | Failure {
  const parsed = answerForm.safeParse(given);
  if (!parsed.success) return invalidForm(complaintsOf(parsed.error, given));
  const { type, data } = parsed.data;
  const fitting = takes[ticket.kind];
  const known = fitting.find((each) => each === type);
  const source = ticket.source === null ? undefined : world.message(ticket.channel, ticket.source);
  const changesSource = known === Type.UpdateMessage || known === Type.DeferredMessageUpdate;
  if (known === undefined || (changesSource && ticket.source === null)) {
    const words = `Value must be one of {${fitting.join(', ')}}.`;
    return invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: words }]);
  }
  const applied = apply(known, data, { world, tickets, ticket, source });
  if (!applied.ok) return applied;
  ticket.answer = known;
  if (applied.message) ticket.original = applied.message.id;
  if (changesSource) ticket.original = ticket.source;
  if (applied.choices) ticket.settle({ kind: 'choices', choices: applied.choices });
  else ticket.settle({ kind: 'answered', type: known });
  return { ok: true, message: applied.message };
}

interface Applying {
  readonly world: LivingWorld;
  readonly tickets: Tickets;
  readonly ticket: Ticket;
  readonly source: Message | undefined;
}

type Applied = Answered & { readonly choices?: readonly { name: string; value: string | number }[] };

function apply(type: Type, data: unknown, { world, tickets, ticket, source }: Applying): Applied | Failure {
  switch (type) {
    case Type.ChannelMessageWithSource: {
      const words = answerOf(data ?? {}, ['data']);
      return words.ok ? { ok: true, message: write(world, ticket, words) } : words;
    }
    case Type.DeferredChannelMessageWithSource: {
      const parsed = deferral.safeParse(data);
      if (!parsed.success) return invalidForm(complaintsOf(parsed.error, data, ['data']));
      const flags = ((parsed.data?.flags ?? 0) & MessageFlags.Ephemeral) | MessageFlags.Loading;
      return { ok: true, message: write(world, ticket, { ...silence, flags }) };
    }
    case Type.UpdateMessage: {
      if (!source) return fail(RESTJSONErrorCodes.UnknownMessage);
      const words = editOf(data ?? {}, source, ['data']);
      return words.ok ? { ok: true, message: world.edit(source, filled(source, words)) } : words;
    }
    case Type.ApplicationCommandAutocompleteResult: {
      const parsed = results.safeParse(data);
      if (!parsed.success) return invalidForm(complaintsOf(parsed.error, data, ['data']));
      return { ok: true, message: null, choices: parsed.data.choices.map(({ name, value }) => ({ name, value })) };
    }
    case Type.Modal: {
      const read = modalOf(data, ['data']);
      if (!read.ok) return read;
      const { id, source: from, channel } = ticket;
      tickets.forms.set(ticket.person, { id, modal: read.modal, source: from, channel });
      return { ok: true, message: null };
    }
    default:
      return { ok: true, message: null };
  }
}
