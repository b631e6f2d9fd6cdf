import { RESTJSONErrorCodes as Code, InteractionType, MessageFlags } from 'discord-api-types/v10';
import { fail } from '../failure.ts';
import { messageShape } from '../message-shape.ts';
import { type Answered, answer, follow, rewrite } from '../people/callback.ts';
import { messageOf, type Ticket } from '../people/tickets.ts';
import type { LivingWorld } from '../world.ts';
import { type Answer, done, nothing, type Office, part, type Request, type Route } from './route.ts';

const types = {
  command: InteractionType.ApplicationCommand,
  complete: InteractionType.ApplicationCommandAutocomplete,
  component: InteractionType.MessageComponent,
  form: InteractionType.ModalSubmit,
} as const;

/** What `with_response=true` answers (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback). */
function callbackShape(world: LivingWorld, ticket: Ticket, { message }: Answered) {
  const { id, kind, answer: type, original } = ticket;
  const about = message && {
    response_message_id: message.id,
    response_message_loading: (message.flags & MessageFlags.Loading) !== 0,
    response_message_ephemeral: message.onlyFor !== null,
  };
  return {
    interaction: { id, type: types[kind], ...(about ?? (original !== null && { response_message_id: original })) },
    resource: { type, ...(message && { message: messageShape(world, message) }) },
  };
}

function callback(request: Request, { world, tickets }: Office): Answer {
  const found = tickets.toAnswer(part(request, 'interaction.id'), part(request, 'interaction.token'));
  if (!found.ok) return found;
  const answered = answer(world, tickets, found.ticket, request.body);
  if (!answered.ok) return answered;
  const wantsAnswer = request.query.with_response === 'true';
  return wantsAnswer ? done(callbackShape(world, found.ticket, answered)) : nothing;
}

function ticketOf(request: Request, { tickets }: Office) {
  return tickets.toFollow(part(request, 'application.id'), part(request, 'interaction.token'));
}

function followUp(request: Request, office: Office): Answer {
  const found = ticketOf(request, office);
  if (!found.ok) return found;
  const written = follow(office.world, found.ticket, request.body);
  if (!written.ok) return written;
  return written.message ? done(messageShape(office.world, written.message)) : nothing;
}

function onMessage(
  run: (message: NonNullable<ReturnType<typeof messageOf>>, request: Request, office: Office) => Answer,
) {
  return (request: Request, office: Office): Answer => {
    const found = ticketOf(request, office);
    if (!found.ok) return found;
    const message = messageOf(office.world, found.ticket, part(request, 'message.id'));
    return message ? run(message, request, office) : fail(Code.UnknownMessage);
  };
}

const webhook = '/webhooks/{application.id}/{interaction.token}';
const one = `${webhook}/messages/{message.id}`;

export const interactionRoutes: readonly Route[] = [
  { verb: 'POST', path: '/interactions/{interaction.id}/{interaction.token}/callback', open: true, run: callback },
  { verb: 'POST', path: webhook, open: true, run: followUp },
  {
    verb: 'GET',
    path: one,
    open: true,
    run: onMessage((message, _request, { world }) => done(messageShape(world, message))),
  },
  {
    verb: 'PATCH',
    path: one,
    open: true,
    run: onMessage((message, { body }, { world }) => {
      const written = rewrite(world, message, body);
      return written.ok ? done(messageShape(world, written.message ?? message)) : written;
    }),
  },
  {
    verb: 'DELETE',
    path: one,
    open: true,
    run: onMessage((message, _request, { world }) => {
      world.remove(message);
      return nothing;
    }),
  },
];
