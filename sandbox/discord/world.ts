import { isDeepStrictEqual } from 'node:util';
import type { Words } from './form/message.ts';
import { bot, guild, type Person, people, roles, type ServerChannel, serverChannels } from './guild.ts';
import { createSnowflakes } from './snowflake.ts';

/** Messages kept in each channel; the oldest go first. */
const kept = 500;

export interface Thread {
  readonly kind: 'thread';
  readonly id: string;
  readonly parent: string;
  readonly name: string;
  /** A user id: the bot or a person. */
  readonly ownerId: string;
  readonly archived: boolean;
  readonly locked: boolean;
  /** Minutes. */
  readonly archivesAfter: number;
  /** Milliseconds since 1970. */
  readonly archivedOrNotAt: number;
}

/** The conversation of the bot with one person. */
export interface Dm {
  readonly kind: 'dm';
  readonly id: string;
  readonly person: string;
}

export type Channel = ServerChannel | Thread | Dm;

/** What a message answers. */
export interface Asked {
  readonly interaction: string;
  readonly kind: 'command' | 'component' | 'form';
  readonly person: string;
}

export interface Message extends Words {
  readonly id: string;
  readonly channel: string;
  /** A user id. */
  readonly author: string;
  readonly flags: number;
  readonly nonce: string | number | null;
  readonly replyTo: string | null;
  /** Milliseconds since 1970. */
  readonly editedAt: number | null;
  /** The only person who sees it (ephemeral), null for everybody in the channel. Not kept over a restart. */
  readonly onlyFor: string | null;
  readonly asked: Asked | null;
}

export type Change =
  | { readonly kind: 'channel'; readonly channel: Channel; readonly before: Channel | null }
  | { readonly kind: 'channel-gone'; readonly channel: Channel }
  | { readonly kind: 'message'; readonly message: Message; readonly isNew: boolean }
  | { readonly kind: 'message-gone'; readonly message: Message }
  | { readonly kind: 'roles'; readonly user: string }
  /** Somebody came to the server, or left it. */
  | { readonly kind: 'member'; readonly user: string; readonly isHere: boolean }
  | { readonly kind: 'bot'; readonly isHere: boolean };

/** What happened on the server so far. */
export interface World {
  readonly people: readonly Person[];
  /** Threads and direct messages included. */
  readonly channels: readonly Channel[];
  /** Of all channels, oldest first. */
  readonly messages: readonly Message[];
  /** Whether the bot is on the server. */
  readonly botIsHere: boolean;
  /** Whether somebody is on the server: its people are until they leave. Not kept over a restart. */
  isHere(user: string): boolean;
  /** Roles that a member has beside `@everyone`. */
  rolesOf(user: string): readonly string[];
}

/** What is left of a world when its server goes. */
export interface Kept {
  readonly lastId: string;
  readonly threads: readonly Thread[];
  readonly dms: readonly Dm[];
  readonly messages: readonly Message[];
  /** By member. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

export const emptyWorld: Kept = { lastId: guild.id, threads: [], dms: [], messages: [], roles: {} };

type Draft = Words & Pick<Message, 'channel' | 'author'> & Partial<Omit<Message, 'id' | 'editedAt'>>;

/** The same with the moves that change it; every move is told to `onChange`'s listeners. */
export interface LivingWorld extends World {
  nextId(): string;
  channel(id: string): Channel | undefined;
  message(channel: string, id: string): Message | undefined;
  post(draft: Draft & { readonly id?: string }): Message;
  edit(message: Message, change: Partial<Words & Pick<Message, 'flags'>>): Message;
  remove(message: Message): void;
  openThread(it: Pick<Thread, 'parent' | 'name' | 'ownerId' | 'archivesAfter'> & { id?: string }): Thread;
  changeThread(thread: Thread, change: Partial<Pick<Thread, 'name' | 'archived' | 'locked' | 'archivesAfter'>>): Thread;
  openDm(person: string): Dm;
  /** What the bot may not do in a channel of the server, as permission bits. */
  deny(channel: ServerChannel, denied: bigint): void;
  removeChannel(channel: Channel): void;
  setRole(user: string, role: string, has: boolean): void;
  /** Whoever leaves loses their roles. */
  setHere(person: string, isHere: boolean): void;
  /** Whether a person refuses direct messages. */
  refusesDms(person: string): boolean;
  setRefusesDms(person: string, refuses: boolean): void;
  setBotHere(isHere: boolean): void;
  toKeep(): Kept;
  onChange(listener: (change: Change) => void): void;
}

export function createWorld(before: Kept, now: () => number): LivingWorld {
  const ids = createSnowflakes(before.lastId, now);
  const known: readonly Channel[] = [...serverChannels, ...before.threads, ...before.dms];
  const channels = new Map(known.map((each) => [each.id, each]));
  const messages = new Map(before.messages.map((each) => [each.id, each]));
  const given = new Map(Object.entries(before.roles).map(([user, held]) => [user, new Set(held)]));
  const refusing = new Set<string>();
  const away = new Set<string>();
  const listeners: ((change: Change) => void)[] = [];
  let botIsHere = true;
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const putChannel = <Kind extends Channel>(channel: Kind): Kind => {
    const old = channels.get(channel.id) ?? null;
    if (isDeepStrictEqual(old, channel)) return channel;
    channels.set(channel.id, channel);
    tell({ kind: 'channel', channel, before: old });
    return channel;
  };
  const remove = (message: Message): void => {
    if (messages.delete(message.id)) tell({ kind: 'message-gone', message });
  };
  const forget = (channel: string): void => {
    const here = [...messages.values()].filter((each) => each.channel === channel);
    for (const message of here.slice(0, Math.max(0, here.length - kept))) messages.delete(message.id);
  };

  return {
    people,
    get channels() {
      return [...channels.values()];
    },
    get messages() {
      return [...messages.values()];
    },
    get botIsHere() {
      return botIsHere;
    },
    isHere: (user) => (user === bot.id ? botIsHere : people.some(({ id }) => id === user) && !away.has(user)),
    rolesOf: (user) => [
      ...(user === bot.id ? roles.filter((each) => each.isManaged).map((each) => each.id) : []),
      ...(given.get(user) ?? []),
    ],
    nextId: ids.next,
    channel: (id) => channels.get(id),
    message(channel, id) {
      const message = messages.get(id);
      return message?.channel === channel ? message : undefined;
    },
    post(draft) {
      const plain = { flags: 0, nonce: null, replyTo: null, onlyFor: null, asked: null, id: ids.next() };
      const message: Message = { ...plain, ...draft, editedAt: null };
      messages.set(message.id, message);
      forget(message.channel);
      tell({ kind: 'message', message, isNew: true });
      return message;
    },
    edit(old, change) {
      const message: Message = { ...old, ...change, editedAt: now() };
      messages.set(message.id, message);
      tell({ kind: 'message', message, isNew: false });
      return message;
    },
    remove,
    openThread: (it) =>
      putChannel<Thread>({
        kind: 'thread',
        archived: false,
        locked: false,
        archivedOrNotAt: now(),
        ...it,
        id: it.id ?? ids.next(),
      }),
    changeThread(thread, change) {
      const turns = change.archived !== undefined && change.archived !== thread.archived;
      return putChannel<Thread>({ ...thread, ...change, ...(turns && { archivedOrNotAt: now() }) });
    },
    openDm(person) {
      const open = [...channels.values()].find((each) => each.kind === 'dm' && each.person === person);
      return open?.kind === 'dm' ? open : putChannel<Dm>({ kind: 'dm', id: ids.next(), person });
    },
    deny: (channel, denied) => {
      putChannel({ ...channel, denied });
    },
    removeChannel(channel) {
      const under = [...channels.values()].filter((each) => each.kind === 'thread' && each.parent === channel.id);
      for (const each of [...under, channel]) {
        channels.delete(each.id);
        for (const message of messages.values()) if (message.channel === each.id) messages.delete(message.id);
      }
      tell({ kind: 'channel-gone', channel });
    },
    setRole(user, role, has) {
      const held = given.get(user) ?? new Set();
      if (has) held.add(role);
      else held.delete(role);
      given.set(user, held);
      tell({ kind: 'roles', user });
    },
    setHere(person, isHere) {
      if (isHere === !away.has(person)) return;
      if (isHere) away.delete(person);
      else away.add(person);
      given.delete(person);
      tell({ kind: 'member', user: person, isHere });
    },
    refusesDms: (person) => refusing.has(person),
    setRefusesDms(person, refuses) {
      if (refuses) refusing.add(person);
      else refusing.delete(person);
    },
    setBotHere(isHere) {
      if (isHere === botIsHere) return;
      botIsHere = isHere;
      tell({ kind: 'bot', isHere });
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    toKeep: () => ({
      lastId: ids.last(),
      threads: [...channels.values()].filter((each) => each.kind === 'thread'),
      dms: [...channels.values()].filter((each) => each.kind === 'dm'),
      messages: [...messages.values()].filter((each) => each.onlyFor === null),
      roles: Object.fromEntries([...given].map(([user, held]) => [user, [...held]])),
    }),
  };
}
