import type { Call, Channel, Fault, Message, Person, Snapshot } from './model.ts';
import type { View } from './view-model.ts';

/** Calls kept for the log. */
export const callsKept = 100;

const none: Person = { id: '', name: '', handle: '' };

/** Everything that the page shows, and who looks at it. */
export interface State {
  me: string;
  here: string;
  bot: Person;
  slackbot: Person;
  people: readonly Person[];
  channels: readonly Channel[];
  messages: Map<string, Message>;
  connections: number;
  calls: readonly Call[];
  breakable: Snapshot['breakable'];
  faults: readonly Fault[];
  /** The modal that each person is shown. */
  views: Map<string, View>;
  /** The newest message seen, by person and channel. */
  readonly seen: Map<string, string>;
}

export const state: State = {
  me: 'U0ADA',
  here: 'C0OPS',
  bot: none,
  slackbot: none,
  people: [],
  channels: [],
  messages: new Map(),
  connections: 0,
  calls: [],
  breakable: { slack: [], discord: [] },
  faults: [],
  views: new Map(),
  seen: new Map(),
};

export function keyOf(channel: string, ts: string): string {
  return `${channel} ${ts}`;
}

/** `isFirst`: what was there before the page opened counts as seen. */
export function takeSnapshot(snapshot: Snapshot, isFirst: boolean): void {
  state.bot = snapshot.bot;
  state.slackbot = snapshot.slackbot;
  state.people = snapshot.people;
  state.channels = snapshot.channels;
  state.messages = new Map(snapshot.messages.map((each) => [keyOf(each.channel, each.ts), each]));
  state.connections = snapshot.connections;
  state.calls = snapshot.calls;
  state.breakable = snapshot.breakable;
  state.faults = snapshot.faults;
  state.views = new Map(snapshot.views.map((each) => [each.person, each]));
  if (!isFirst) return;
  for (const person of state.people) {
    for (const channel of state.channels) markSeen(person.id, channel.id);
  }
}

export function takeCall(call: Call): void {
  state.calls = [...state.calls, call].slice(-callsKept);
}

/** What a person sees of a channel, oldest first. */
export function visible(person: string, channel: string): Message[] {
  return [...state.messages.values()].filter(
    (each) => each.channel === channel && (each.onlyFor === null || each.onlyFor === person),
  );
}

export function markSeen(person: string, channel: string): void {
  state.seen.set(`${person} ${channel}`, visible(person, channel).at(-1)?.ts ?? '0');
}

export function unread(person: string, channel: string): number {
  const seen = Number(state.seen.get(`${person} ${channel}`) ?? '0');
  return visible(person, channel).filter((each) => Number(each.ts) > seen && each.author !== person).length;
}

export function nameOf(user: string): string {
  return [...state.people, state.bot, state.slackbot].find((each) => each.id === user)?.name ?? user;
}

export function channelName(id: string): string {
  const channel = state.channels.find((each) => each.id === id);
  if (!channel) return id;
  return channel.dmWith === null ? `#${channel.name}` : state.bot.name;
}
