import { state as slack } from '../state.ts';
import type { Form, Message, Place, Snapshot } from './model.ts';

/** What the right half of the page shows. Who looks at it is chosen once, for both halves. */
export interface State extends Omit<Snapshot, 'places' | 'messages' | 'forms'> {
  here: string;
  places: Map<string, Place>;
  messages: Map<string, Message>;
  /** The form that each person is shown. */
  forms: Map<string, Form>;
  /** The newest message seen, by person and channel. */
  readonly seen: Map<string, string>;
}

const nothing = { server: '', bot: { id: '', name: '' }, people: [], roles: [], commands: [] };

export let state: State = {
  ...nothing,
  connections: 0,
  here: '',
  places: new Map(),
  messages: new Map(),
  forms: new Map(),
  seen: new Map(),
};

/** `isFirst`: what was there before the page opened counts as seen. */
export function takeSnapshot(snapshot: Snapshot, isFirst: boolean): void {
  const places = new Map(snapshot.places.map((each) => [each.id, each]));
  const first = snapshot.places.find((each) => each.kind === 'text')?.id ?? '';
  state = {
    ...snapshot,
    here: places.has(state.here) ? state.here : first,
    places,
    messages: new Map(snapshot.messages.map((each) => [each.id, each])),
    forms: new Map(snapshot.forms.map((each) => [each.person, each])),
    seen: state.seen,
  };
  if (!isFirst) return;
  for (const { id: person } of state.people) {
    for (const place of places.keys()) markSeen(person, place);
  }
}

export function changeState(change: Partial<Pick<State, 'connections' | 'commands' | 'here'>>): void {
  state = { ...state, ...change };
}

/** The same person as in the left half. */
export function me(): string {
  return memberOf(slack.me);
}

/** Who somebody of the left half is here. */
export function memberOf(slackId: string): string {
  const handle = slack.people.find((each) => each.id === slackId)?.handle;
  return state.people.find((each) => each.handle === handle)?.id ?? '';
}

/** What a person sees of a channel, oldest first. A thread begins with the message that it hangs on. */
export function visible(person: string, channel: string): Message[] {
  return [...state.messages.values()].filter(
    (each) => each.channel === channel && (each.onlyFor === null || each.onlyFor === person),
  );
}

/** Where a person may go: channels of the server, and the person's own direct message. */
export function placesOf(person: string): Place[] {
  return [...state.places.values()].filter((each) => each.kind !== 'dm' || each.person === person);
}

function newer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}

export function markSeen(person: string, channel: string): void {
  state.seen.set(`${person} ${channel}`, visible(person, channel).at(-1)?.id ?? '0');
}

export function unread(person: string, channel: string): number {
  const seen = state.seen.get(`${person} ${channel}`) ?? '0';
  return visible(person, channel).filter((each) => newer(each.id, seen) && each.author !== person).length;
}

/** News of a person's direct messages. */
export function unreadDms(person: string): number {
  return placesOf(person)
    .filter((each) => each.kind === 'dm')
    .reduce((sum, each) => sum + unread(person, each.id), 0);
}

export function nameOf(user: string): string {
  return [...state.people, state.bot].find((each) => each.id === user)?.name ?? user;
}

export function placeName(id: string): string {
  const place = state.places.get(id);
  if (!place) return id;
  if (place.kind === 'dm') return state.bot.name;
  return place.kind === 'text' ? `#${place.name}` : place.name;
}

/** Milliseconds since 1970 (https://docs.discord.com/developers/reference#snowflakes). */
export function timeOf(id: string): number {
  return /^\d+$/.test(id) ? Number(BigInt(id) >> 22n) + 1_420_070_400_000 : 0;
}

/** The same where the channels of everybody are listed. */
export function placeLabel(id: string): string {
  const place = state.places.get(id);
  return place?.kind === 'dm' ? `Direct messages with ${nameOf(place.person ?? '')}` : placeName(id);
}
