import { count, countOrNull, type Fields, fields, list, text, textOrNull } from './read.ts';
import { readView, type View } from './view-model.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
  /** What both platforms call the person, such as `ada`. */
  readonly handle: string;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly botIsMember: boolean;
  readonly dmWith: string | null;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly author: string;
  readonly text: string;
  /** Block Kit, drawn by `blocks.ts`. */
  readonly blocks: readonly Fields[];
  readonly threadTs: string | null;
  readonly edited: boolean;
  readonly onlyFor: string | null;
}

export type Platform = 'slack' | 'discord';

export interface Call {
  readonly platform: Platform;
  readonly at: number;
  readonly method: string;
  readonly args: unknown;
  readonly error: string | null;
  /** The kind of fault that hit it; null: none. */
  readonly fault: string | null;
}

/** Something that is wrong with a platform now. */
export interface Fault {
  readonly platform: Platform;
  readonly id: string;
  readonly title: string;
  readonly where: string;
  /** Calls that it may still hit; null: not counted. */
  readonly left: number | null;
  /** Milliseconds since 1970; null: until it is ended. */
  readonly until: number | null;
  readonly hits: number;
}

export interface Snapshot {
  readonly bot: Person;
  readonly slackbot: Person;
  readonly commands: readonly string[];
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly connections: number;
  readonly calls: readonly Call[];
  /** Methods of calls that can be broken. */
  readonly breakable: Readonly<Record<Platform, readonly string[]>>;
  readonly faults: readonly Fault[];
  readonly views: readonly View[];
}

export function readChannel(value: unknown): Channel {
  const it = fields(value);
  return { id: text(it.id), name: text(it.name), botIsMember: it.botIsMember === true, dmWith: textOrNull(it.dmWith) };
}

export function readMessage(value: unknown): Message {
  const it = fields(value);
  return {
    channel: text(it.channel),
    ts: text(it.ts),
    author: text(it.author),
    text: text(it.text),
    blocks: list(it.blocks).map(fields),
    threadTs: textOrNull(it.threadTs),
    edited: typeof it.edited === 'object' && it.edited !== null,
    onlyFor: textOrNull(it.onlyFor),
  };
}

function platformOf(value: unknown): Platform {
  return value === 'discord' ? 'discord' : 'slack';
}

export function readCall(value: unknown): Call {
  const it = fields(value);
  return {
    platform: platformOf(it.platform),
    at: count(it.at),
    method: text(it.method),
    args: it.args,
    error: textOrNull(it.error),
    fault: textOrNull(it.fault),
  };
}

function readFault(value: unknown, platform: Platform): Fault {
  const it = fields(value);
  return {
    platform,
    id: text(it.id),
    title: text(it.title),
    where: text(it.where),
    left: countOrNull(it.left),
    until: countOrNull(it.until),
    hits: count(it.hits),
  };
}

function readPerson(value: unknown): Person {
  const it = fields(value);
  return { id: text(it.id) || text(it.userId), name: text(it.realName), handle: text(it.name) };
}

export function readFaults(value: unknown, platform: Platform): Fault[] {
  return list(value).map((each) => readFault(each, platform));
}

export function readSnapshot(value: unknown): Snapshot {
  const it = fields(value);
  const discord = fields(it.discord);
  return {
    bot: readPerson(it.bot),
    slackbot: readPerson(it.slackbot),
    commands: list(it.commands).map(text),
    people: list(it.people).map(readPerson),
    channels: list(it.channels).map(readChannel),
    messages: list(it.messages).map(readMessage),
    connections: count(it.connections),
    calls: list(it.calls).map(readCall),
    breakable: { slack: list(it.breakable).map(text), discord: list(discord.breakable).map(text) },
    faults: [...readFaults(it.faults, 'slack'), ...readFaults(discord.faults, 'discord')],
    views: list(it.views)
      .map(readView)
      .filter((view) => view !== null),
  };
}
