import type { Block } from './slack/blocks.ts';
import { createStamps } from './slack/message-stamp.ts';
import { type Channel, type Person, people, publicChannels } from './slack/workspace.ts';

/** Messages kept in each channel; the oldest go first. */
const kept = 500;

export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** A user id: a person, the bot or Slackbot. */
  readonly author: string;
  readonly text: string;
  /** Empty when there are none. */
  readonly blocks: readonly Block[];
  readonly threadTs: string | null;
  readonly edited: { readonly by: string; readonly ts: string } | null;
  /** The only person who sees it, null for everybody in the channel. Such a message is not kept over a restart. */
  readonly onlyFor: string | null;
}

/** What happened in the workspace so far. */
export interface World {
  readonly people: readonly Person[];
  /** Direct messages included, each once somebody opened it. */
  readonly channels: readonly Channel[];
  /** Of all channels, oldest first. */
  readonly messages: readonly Message[];
}

export interface Kept {
  readonly lastTs: string;
  readonly dms: readonly Channel[];
  readonly messages: readonly Message[];
}

export type Change =
  | { readonly kind: 'channel'; readonly channel: Channel }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'gone'; readonly channel: string; readonly ts: string };

type Words = Pick<Message, 'text' | 'blocks'>;
type Draft = Words & Pick<Message, 'channel' | 'author'> & Partial<Pick<Message, 'threadTs' | 'onlyFor'>>;

/** The same with the moves that change it; every move is told to `onChange`'s listeners. */
export interface LivingWorld extends World {
  channel(id: string): Channel | undefined;
  message(channel: string, ts: string): Message | undefined;
  post(draft: Draft): Message;
  edit(message: Message, words: Words, by: string): Message;
  remove(message: Message): void;
  /** The direct message between the bot and a person; `isNew` when nobody had opened it. */
  openDm(person: Person): { channel: Channel; isNew: boolean };
  onChange(listener: (change: Change) => void): void;
  toKeep(): Kept;
}

export const emptyWorld: Kept = { lastTs: '0.000000', dms: [], messages: [] };

export function createWorld(before: Kept, now: () => number): LivingWorld {
  const channels = [...publicChannels, ...before.dms];
  const messages = new Map<string, Message>();
  const keyOf = (channel: string, ts: string): string => `${channel} ${ts}`;
  for (const message of before.messages) messages.set(keyOf(message.channel, message.ts), message);
  const stamps = createStamps(before.lastTs, now);
  const listeners: ((change: Change) => void)[] = [];
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const put = (message: Message): Message => {
    messages.set(keyOf(message.channel, message.ts), message);
    tell({ kind: 'message', message });
    return message;
  };
  const remove = ({ channel, ts }: Message): void => {
    if (messages.delete(keyOf(channel, ts))) tell({ kind: 'gone', channel, ts });
  };
  const forget = (channel: string): void => {
    const here = [...messages.values()].filter((each) => each.channel === channel);
    for (const message of here.slice(0, Math.max(0, here.length - kept))) remove(message);
  };

  return {
    people,
    channels,
    get messages() {
      return [...messages.values()];
    },
    channel: (id) => channels.find((each) => each.id === id),
    message: (channel, ts) => messages.get(keyOf(channel, ts)),
    post(draft) {
      const message = put({ threadTs: null, onlyFor: null, ...draft, ts: stamps.next(), edited: null });
      forget(message.channel);
      return message;
    },
    edit: (message, words, by) => put({ ...message, ...words, edited: { by, ts: stamps.next() } }),
    remove,
    openDm(person) {
      const open = channels.find((each) => each.dmWith === person.id);
      if (open) return { channel: open, isNew: false };
      const channel = { id: person.id.replace(/^U/, 'D'), name: 'directmessage', botIsMember: true, dmWith: person.id };
      channels.push(channel);
      tell({ kind: 'channel', channel });
      return { channel, isNew: true };
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    toKeep: () => ({
      lastTs: stamps.last(),
      dms: channels.filter((each) => each.dmWith !== null),
      messages: [...messages.values()].filter((each) => each.onlyFor === null),
    }),
  };
}
