import type { Platform } from '../account/platform.ts';
import type { Instant } from '../lib/clock.ts';
import type { Message, Words } from './card.ts';
import type { Form, FormRequest, Option, Submission, Submitted } from './form.ts';
import type { Speaker } from './speaker.ts';

/** How an act on a platform ended. Nothing here is thrown. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The platform asks for peace until `at`, for what `scope` names. */
  | { readonly kind: 'later'; readonly at: Instant; readonly scope: string }
  /** The thing acted upon is not there, or not for us; `reason` is in words for a card. */
  | { readonly kind: 'gone'; readonly what: 'message' | 'channel' | 'person' | 'group'; readonly reason: string }
  /** The platform understood and will never do it; trying again is pointless. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No answer, or a failure of the platform: whether it was done is not known; try again. */
  | { readonly kind: 'broken'; readonly reason: string };

export type Act = 'post' | 'edit' | 'open-dm' | 'quiet-until' | 'look-up' | 'members-of';

/** What a post needs on some platforms beside the message; the others pass it over. */
export interface PostHints {
  /** What a thread or a post is called where they have names. */
  readonly title: string;
  /** The same for every attempt to post the same message, so that a platform that can tell does not show it twice. */
  readonly once?: string;
  /** Nothing was said in this thread yet, as far as we know. */
  readonly isFirst?: boolean;
}

/**
 * What an adapter can do on its platform. It translates and decides nothing: no retries, no queue, no waiting.
 *
 * All that is asked of a platform, by name: *post*, *edit*, *reply in a thread* (`post` with `thread`), *open a direct message*
 * (`openDm`), *look a person up* (`lookUp`, and `quietUntil`) and *members of a group* (`membersOf`) are below. To *whisper* and
 * to *open a form* is allowed to nobody but as the answer to a press or a command, within seconds, so they are what `ChatCore`
 * returns: the words of `press` and `command` are told to the asker alone, the form of `form` is opened where `formFor` asked for
 * one. *What a card may hold* is in `holds.ts`: an adapter tells its platform's sizes, and what is left out where more is wished
 * for is chosen there.
 */
export interface ChatPort {
  readonly platform: Platform;
  /** The workspace that the token belongs to; null until the platform has told it. */
  workspace(): string | null;
  /** Which scopes a `later` answer may name for this act, so that they can be asked before it is tried. */
  scopes(act: Act, channel: string): readonly string[];
  /** `thread` is the id of the message to answer under. The value is the new message's id. */
  post(
    channel: string,
    message: Message,
    hints: PostHints,
    thread?: string,
  ): Promise<Outcome<{ readonly message: string }>>;
  edit(channel: string, id: string, message: Message): Promise<Outcome<null>>;
  /** The value is the channel of the conversation with this person. */
  openDm(person: string): Promise<Outcome<{ readonly channel: string }>>;
  /**
   * Until when the platform keeps notifications from this person; `until` null: it shows them now. One question and no
   * waiting: a page must not hang on the answer, so whoever asks goes on without it where it is not `done`.
   */
  quietUntil(person: string): Promise<Outcome<{ readonly until: Instant | null }>>;
  /**
   * The e-mail address that the platform has verified of a person of this workspace; null: it has none, or tells nobody.
   * One question, like `quietUntil`: whoever asks goes on without the answer.
   */
  lookUp(person: string): Promise<Outcome<{ readonly email: string | null }>>;
  /**
   * Which of `among`, ids of people there, are in a group of the workspace: a user group in Slack, a role in Discord. In the
   * order of `among`, nobody twice; whoever the platform does not know is in no group. It is asked about people by name because
   * Discord shows the list of a whole server to nobody without a privileged intent. A group that is not there is `gone`, also
   * where nobody is asked about. After `later` or `broken` the next attempt may go on from what this one has learned, for a minute.
   */
  membersOf(group: string, among: readonly string[]): Promise<Outcome<{ readonly members: readonly string[] }>>;
  /** Null: it can be reached. Otherwise why not, in words. */
  trouble(): string | null;
}

export interface Press {
  readonly speaker: Speaker;
  readonly token: string;
  readonly channel: string;
  /** The message that the button stands in; null: one that only the presser sees, and that nobody can change. */
  readonly message: string | null;
}

export interface Command {
  readonly speaker: Speaker;
  /** `incident` or `reveille`. */
  readonly name: string;
  /** What stands after it, as typed. */
  readonly text: string;
  readonly channel: string;
}

/** What can be completed while it is typed. */
export type Completed = 'incident' | 'service' | 'duration';

/** What adapters ask of us; `app.ts` hands it to them. A reply is told to the asker alone; null: the card is the answer. Never throws. */
export interface ChatCore {
  /** The form that this asks for; null: it is to be run. Pure, so that a platform that gives little time can be answered. */
  formFor(asked: Press | Command): FormRequest | null;
  /** The form, filled in as far as was said; or why there is none. */
  form(speaker: Speaker, request: FormRequest): Promise<{ readonly form: Form } | { readonly words: Words }>;
  submit(submission: Submission): Promise<Submitted>;
  press(press: Press): Promise<Words | null>;
  command(command: Command): Promise<Words | null>;
  /** What could be meant by what somebody has typed so far, best first; empty for whoever we do not know. At most 25. */
  complete(speaker: Speaker, what: Completed, typed: string): Promise<readonly Option[]>;
  /**
   * The workspace that the token belongs to, whenever it takes us in. Null: it is connected to an account now; otherwise why
   * not, in words.
   */
  connected(platform: Platform, workspace: string, name: string): Promise<string | null>;
  /** False when this delivery of the platform was acted upon before (kept for a day); true where that cannot be known. */
  firstTime(platform: Platform, delivery: string): Promise<boolean>;
}
