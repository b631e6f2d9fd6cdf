import { count, countOrNull, type Fields, fields, list, text, textOrNull } from '../read.ts';

/** What the page knows of the local Discord. Components, embeds and commands stay as Discord writes them. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Member extends Named {
  /** What both platforms call the person, such as `ada`. */
  readonly handle: string;
}

export interface Place {
  readonly kind: 'text' | 'forum' | 'thread' | 'dm';
  readonly id: string;
  readonly name: string;
  /** The channel of a thread. */
  readonly parent: string | null;
  /** The person of a direct message. */
  readonly person: string | null;
  readonly botSees: boolean;
  readonly archived: boolean;
}

export interface Message {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  readonly content: string;
  readonly embeds: readonly Fields[];
  readonly rows: readonly Fields[];
  readonly flags: number;
  readonly replyTo: string | null;
  readonly edited: boolean;
  readonly onlyFor: string | null;
  /** Who asked for it by a command; null: nobody did. */
  readonly askedBy: string | null;
}

/** A form that somebody is shown. */
export interface Form {
  readonly id: string;
  readonly person: string;
  readonly title: string;
  readonly parts: readonly Fields[];
}

export interface Snapshot {
  readonly server: string;
  readonly bot: Named;
  readonly people: readonly Member[];
  readonly roles: readonly Named[];
  readonly places: readonly Place[];
  readonly messages: readonly Message[];
  readonly commands: readonly Fields[];
  readonly forms: readonly Form[];
  readonly connections: number;
}

const kinds = ['text', 'forum', 'thread', 'dm'] as const;

export function readPlace(value: unknown): Place {
  const it = fields(value);
  return {
    kind: kinds.find((each) => each === it.kind) ?? 'text',
    id: text(it.id),
    name: text(it.name),
    parent: textOrNull(it.parent),
    person: textOrNull(it.person),
    botSees: it.botSees !== false,
    archived: it.archived === true,
  };
}

export function readMessage(value: unknown): Message {
  const it = fields(value);
  const asked = fields(it.asked);
  return {
    id: text(it.id),
    channel: text(it.channel),
    author: text(it.author),
    content: text(it.content),
    embeds: list(it.embeds).map(fields),
    rows: list(it.rows).map(fields),
    flags: count(it.flags),
    replyTo: textOrNull(it.replyTo),
    edited: countOrNull(it.editedAt) !== null,
    onlyFor: textOrNull(it.onlyFor),
    askedBy: asked.kind === 'command' ? textOrNull(asked.person) : null,
  };
}

export function readForm(value: unknown, person: string): Form | null {
  const it = fields(value);
  const modal = fields(it.modal);
  if (text(it.id) === '') return null;
  return { id: text(it.id), person, title: text(modal.title), parts: list(modal.components).map(fields) };
}

function readNamed(value: unknown): Named {
  const it = fields(value);
  return { id: text(it.id), name: text(it.name) };
}

function readMember(value: unknown): Member {
  const it = fields(value);
  return { id: text(it.id), name: text(it.realName), handle: text(it.name) };
}

export function readSnapshot(value: unknown): Snapshot {
  const it = fields(value);
  return {
    server: text(it.server),
    bot: readNamed(it.bot),
    people: list(it.people).map(readMember),
    roles: list(it.roles).map(readNamed),
    places: list(it.channels).map(readPlace),
    messages: list(it.messages).map(readMessage),
    commands: list(it.commands).map(fields),
    forms: list(it.forms)
      .map((each) => readForm(each, text(fields(each).person)))
      .filter((form) => form !== null),
    connections: count(it.connections),
  };
}
