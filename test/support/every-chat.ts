import { isDeepStrictEqual } from 'node:util';
import { platformNames } from '../../src/account/platform.ts';
import { type Answer, alike, type FakeChat, type Shown, textOf } from './fake-chat.ts';

/** One platform of a story, and how it is spoken of. */
export interface OnePlatform {
  readonly chat: FakeChat;
  readonly called: 'Slack' | 'Discord';
  /** What follows the id of a channel: which platform it is of, where there are two. */
  readonly of: string;
}

/**
 * Every platform of a story as if there were one: what is read is the same on each of them, what goes wrong goes wrong on
 * each, so that the story's text does not know how many there are.
 */
export interface EveryChat {
  /** What each platform shows of this. Throws where they do not show the same. */
  same<T>(read: (chat: FakeChat) => T): T;
  /** What is said or done once on each of them, in their order. */
  onEach<T>(what: (one: OnePlatform) => T): readonly T[];
  /** The newest card in the channel, as text. */
  card(channel?: string): string;
  /** Every line that was said under the newest card in the channel. */
  thread(channel?: string): readonly string[];
  /** Every message there, in threads too, in its order. */
  messages(channel?: string): readonly string[];
  /** Those that are cards, and those that are words. */
  cards(channel: string): readonly string[];
  words(channel: string): readonly string[];
  /** The next act of a platform that is answered by this is not done; on every platform one. */
  answersOnce(answer: Answer): void;
  /** The same for every act, until what is returned is called. */
  answers(answer: Answer): () => void;
}

export function everyChat(chats: readonly FakeChat[]): EveryChat {
  const same: EveryChat['same'] = (read) => {
    const [first, ...others] = chats.map(read);
    if (first === undefined) throw new Error('there is no platform');
    const other = others.find((each) => !isDeepStrictEqual(each, first));
    if (other !== undefined) throw new Error(`the platforms differ:\n${inWords(first)}\n---\n${inWords(other)}`);
    return first;
  };
  const texts = (channel: string | undefined, isWanted: (shown: Shown) => boolean): readonly string[] =>
    same(({ messages }) =>
      messages
        .filter((shown) => (channel === undefined || shown.channel === channel) && isWanted(shown))
        .map(({ message }) => alike(textOf(message))),
    );
  return {
    same,
    onEach: (what) =>
      chats.map((chat) => {
        const called = platformNames[chat.platform];
        return what({ chat, called, of: chats.length > 1 ? ` of ${called}` : '' });
      }),
    card: (channel = 'C0OPS') => same((chat) => alike(textOf({ card: chat.card(channel) }))),
    thread: (channel = 'C0OPS') => same((chat) => chat.thread(channel)),
    messages: (channel) => texts(channel, () => true),
    cards: (channel) => texts(channel, ({ message }) => 'card' in message),
    words: (channel) => texts(channel, ({ message }) => 'words' in message),
    answersOnce: (answer) => {
      for (const chat of chats) chat.answers.push(answer);
    },
    answers: (answer) => {
      const mends = chats.map((chat) => chat.breaks(answer));
      return () => {
        for (const mend of mends) mend();
      };
    },
  };
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
