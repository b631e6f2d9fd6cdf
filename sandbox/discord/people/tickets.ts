import { randomBytes } from 'node:crypto';
import { RESTJSONErrorCodes as Code, type InteractionResponseType } from 'discord-api-types/v10';
import { type Failure, fail } from '../failure.ts';
import type { Modal } from '../form/modal.ts';
import { bot } from '../guild.ts';
import type { LivingWorld, Message } from '../world.ts';

/** How long a token is good for (https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages). */
const goodForMs = 15 * 60_000;

export type Kind = 'command' | 'complete' | 'component' | 'form';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** What a person is shown; `silence`: "This application did not respond". */
export type Outcome =
  | { readonly kind: 'answered'; readonly type: InteractionResponseType }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'silence' };

/** Something that a person did and that the app is to answer. */
export interface Ticket {
  readonly id: string;
  readonly token: string;
  readonly kind: Kind;
  readonly person: string;
  readonly channel: string;
  /** The message whose button or menu it was; a form has that of the press which opened it. */
  readonly source: string | null;
  readonly at: number;
  /** How it was answered; null: not yet, or never. */
  answer: InteractionResponseType | null;
  /** The message that is the answer, as `@original` finds it. */
  original: string | null;
  /** Messages that were written with the token. */
  readonly written: Set<string>;
  readonly settle: (outcome: Outcome) => void;
}

export interface Form {
  /** That of the interaction which it answered. */
  readonly id: string;
  readonly modal: Modal;
  /** The message whose button opened it, null for that of a command. */
  readonly source: string | null;
  readonly channel: string;
}

/** The forms that people see now, by person. */
export interface Forms {
  readonly all: readonly (Form & { readonly person: string })[];
  get(person: string): Form | undefined;
  set(person: string, form: Form): void;
  delete(person: string): void;
}

function createForms(told: (person: string, form: Form | null) => void): Forms {
  const forms = new Map<string, Form>();
  return {
    get all() {
      return [...forms].map(([person, form]) => ({ ...form, person }));
    },
    get: (person) => forms.get(person),
    set(person, form) {
      forms.set(person, form);
      told(person, form);
    },
    delete(person) {
      if (forms.delete(person)) told(person, null);
    },
  };
}

export interface Tickets {
  open(it: Pick<Ticket, 'kind' | 'person' | 'channel' | 'source'>): { ticket: Ticket; outcome: Promise<Outcome> };
  /** For the one answer: by id and token, within 3 s and once. */
  toAnswer(id: string, token: string): { ok: true; ticket: Ticket } | Failure;
  /** For what follows it: by the app's id and the token, within 15 min. */
  toFollow(app: string, token: string): { ok: true; ticket: Ticket } | Failure;
  readonly forms: Forms;
  /** Nobody waits for an answer any longer. */
  close(): void;
}

export interface TicketsDeps {
  readonly world: LivingWorld;
  readonly now: () => number;
  readonly answerWithinMs: number;
  /** The form that somebody is shown from now on; null: none. */
  readonly showed: (person: string, form: Form | null) => void;
}

export function createTickets({ world, now, answerWithinMs, showed }: TicketsDeps): Tickets {
  const tickets = new Map<string, Ticket>();
  const waiting = new Set<(outcome: Outcome) => void>();
  const forget = (): void => {
    for (const [id, { at }] of tickets) if (now() - at > 2 * goodForMs) tickets.delete(id);
  };
  return {
    forms: createForms(showed),
    open(it) {
      forget();
      let resolve: (outcome: Outcome) => void = () => undefined;
      const outcome = new Promise<Outcome>((told) => {
        resolve = told;
      });
      const settle = (how: Outcome): void => {
        clearTimeout(timer);
        waiting.delete(settle);
        resolve(how);
      };
      const timer = setTimeout(() => settle({ kind: 'silence' }), answerWithinMs);
      waiting.add(settle);
      const id = world.nextId();
      const token = Buffer.from(`interaction:${id}:${randomBytes(48).toString('hex')}`).toString('base64url');
      const ticket = { ...it, id, token, at: now(), answer: null, original: null, written: new Set<string>(), settle };
      tickets.set(id, ticket);
      return { ticket, outcome };
    },
    toAnswer(id, token) {
      const ticket = tickets.get(id);
      if (!ticket || ticket.token !== token) return fail(Code.UnknownInteraction);
      if (ticket.answer !== null) return fail(Code.InteractionHasAlreadyBeenAcknowledged);
      // Whoever was told "did not respond" is answered no more, whatever the clock says.
      const late = !waiting.has(ticket.settle) || now() - ticket.at > answerWithinMs;
      return late ? fail(Code.UnknownInteraction) : { ok: true, ticket };
    },
    toFollow(app, token) {
      const ticket = [...tickets.values()].find((each) => each.token === token);
      if (app !== bot.id || !ticket) return fail(Code.UnknownWebhook);
      if (now() - ticket.at > goodForMs) return fail(Code.InvalidWebhookToken);
      return ticket.answer === null || ticket.kind === 'complete' ? fail(Code.UnknownWebhook) : { ok: true, ticket };
    },
    close() {
      for (const settle of [...waiting]) settle({ kind: 'silence' });
    },
  };
}

/** A message that was written with a token, or whose button it was about; ephemeral ones are found so too. */
export function messageOf(world: LivingWorld, ticket: Ticket, id: string): Message | undefined {
  const wanted = id === '@original' ? ticket.original : ticket.written.has(id) ? id : null;
  return wanted === null ? undefined : world.message(ticket.channel, wanted);
}
