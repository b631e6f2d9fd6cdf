import type { Platform } from '../../src/account/platform.ts';
import type { Button, Card, Line, Message } from '../../src/chat/card.ts';
import { plain } from '../../src/chat/line.ts';
import type { ChatPort, Outcome } from '../../src/chat/port.ts';
import { idOf, named } from './names.ts';

/** A message as a person finds it: what it said first is gone when it was edited. */
export interface Shown {
  readonly channel: string;
  readonly id: string;
  readonly thread: string | undefined;
  message: Message;
  edits: number;
}

/** How an act ends that is not done; undefined: it is done. `channel`: where, or whose, by the names of `names.ts`. */
export type Answer = (act: string, channel: string) => Outcome<never> | undefined;

/**
 * A platform in memory. Everything posted is kept; `answers` makes the next acts end in another way. What a test reads and
 * says is by the names of `names.ts`; what the port is asked is by the platform's own ids.
 */
export interface FakeChat extends ChatPort {
  readonly messages: Shown[];
  /** Each is for one act, the next that it has an outcome for. */
  readonly answers: Answer[];
  /** The same for every act, until what is returned is called. */
  breaks(answer: Answer): () => void;
  /** Until when notifications are kept from a person, by id. */
  readonly quiet: Map<string, number>;
  /** E-mail addresses that the platform has verified, by the id of the person. */
  readonly emails: Map<string, string>;
  /** Ids of the people in a group, by the id of the group. */
  readonly groups: Map<string, readonly string[]>;
  card(channel: string): Card;
  button(channel: string, label: string): { token: string; message: string };
  /** Every line that was said under the newest card in the channel. */
  thread(channel: string): readonly string[];
}

export function fakeChat(platform: Platform = 'slack'): FakeChat {
  const messages: Shown[] = [];
  const answers: FakeChat['answers'] = [];
  const broken = new Set<{ readonly answer: Answer }>();
  const quiet: FakeChat['quiet'] = new Map();
  const emails: FakeChat['emails'] = new Map();
  const groups: FakeChat['groups'] = new Map();
  let count = 0;
  const failing: Answer = (act, channel) => {
    const index = answers.findIndex((answer) => answer(act, channel) !== undefined);
    if (index !== -1) return answers.splice(index, 1)[0]?.(act, channel);
    return [...broken].map(({ answer }) => answer(act, channel)).find((outcome) => outcome !== undefined);
  };
  const newest = (channel: string): Shown & { message: { card: Card } } => {
    const found = messages.findLast((shown) => shown.channel === channel && 'card' in shown.message);
    if (found === undefined || !('card' in found.message)) throw new Error(`no card in ${channel}`);
    return { ...found, message: found.message };
  };
  return {
    platform,
    workspace: () => idOf(platform, 'T0ACME'),
    messages,
    answers,
    breaks: (answer) => {
      const one = { answer };
      broken.add(one);
      return () => void broken.delete(one);
    },
    quiet,
    emails,
    groups,
    scopes: (act, channel) => [act === 'post' ? `post:${named(channel)}` : act],
    post: async (place, posted, _hints, thread) => {
      const [channel, message] = [named(place), readableHere(posted)];
      const failed = failing('post', channel);
      if (failed !== undefined) return failed;
      count += 1;
      const id = `m${count}`;
      messages.push({ channel, id, thread, message, edits: 0 });
      return { kind: 'done', value: { message: id } };
    },
    edit: async (place, id, edited) => {
      const [channel, message] = [named(place), readableHere(edited)];
      const failed = failing('edit', channel);
      if (failed !== undefined) return failed;
      const shown = messages.find((one) => one.channel === channel && one.id === id);
      if (shown === undefined) return { kind: 'gone', what: 'message', reason: 'the message was deleted' };
      shown.message = message;
      shown.edits += 1;
      return { kind: 'done', value: null };
    },
    openDm: async (person) =>
      failing('open-dm', named(person)) ?? {
        kind: 'done',
        value: { channel: idOf(platform, `D${named(person).slice(1)}`) },
      },
    quietUntil: async (person) =>
      failing('quiet-until', named(person)) ?? { kind: 'done', value: { until: quiet.get(named(person)) ?? null } },
    lookUp: async (person) =>
      failing('look-up', named(person)) ?? { kind: 'done', value: { email: emails.get(named(person)) ?? null } },
    membersOf: async (group, among) => {
      const failed = failing('members-of', group);
      if (failed !== undefined) return failed;
      const users = groups.get(group);
      if (users === undefined) return { kind: 'gone', what: 'group', reason: 'there is no such group' };
      return { kind: 'done', value: { members: among.filter((person) => users.includes(named(person))) } };
    },
    trouble: () => null,
    thread: (channel) => {
      const { id } = newest(channel);
      const under = messages.filter((shown) => shown.channel === channel && shown.thread === id);
      return alike(under.map((shown) => textOf(shown.message)).join('\n')).split('\n');
    },
    card: (channel) => newest(channel).message.card,
    button: (channel, label) => {
      const shown = newest(channel);
      const button = shown.message.card.buttons.find((one: Button) => one.label === label);
      if (button === undefined) throw new Error(`the card in ${channel} has no button ${label}`);
      return { token: button.token, message: shown.id };
    },
  };
}

/** With every id of the platform by its name. */
function readableHere(message: Message): Message {
  // The same shape: only texts within it are changed.
  return JSON.parse(named(JSON.stringify(message))) as Message;
}

/** What two platforms have done in the same way, as if there were one: a story reads the same on one and on both. */
export function alike(text: string): string {
  return text
    .replace(
      /by Slack DM ([✓✗…](?: sent \S+| \([^)]*\))?|\(no longer needed\)), by Discord DM \1(?! sent| \()/g,
      'by DM $1',
    )
    .replace(/^(.*(?:✓ .* was|✗ .* could not be) paged) by Slack DM(.*)\n\1 by Discord DM\2$/gm, '$1 by DM$2');
}

/** Mentions stand out, so that a test sees whether somebody is really mentioned. */
function readable(line: Line): string {
  return plain(line.map((span) => (typeof span === 'object' && 'mention' in span ? `@${span.mention}` : span)));
}

/** A card as text, times as `<HH:MM>` in UTC: what a person reads. */
export function textOf(message: Message): string {
  if ('words' in message) return message.words.lines.map(readable).join('\n');
  const { card } = message;
  return [
    ...(card.above === undefined ? [] : [plain(card.above)]),
    `${plain(card.head)}   ${card.aside}`,
    ...card.lines.map(plain),
    card.buttons.map((button) => `[${button.label}]`).join(' '),
  ].join('\n');
}
