import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { FormRequest } from '../form.ts';
import type { Known, Speaker, SpeakerRefusal } from '../speaker.ts';

/** What a word of a command is given: who speaks, the words after it, and the same as it was typed. */
export interface Said {
  readonly deps: ChatDeps;
  readonly known: Known;
  readonly words: readonly string[];
  readonly text: string;
  /** Where it was typed. */
  readonly channel: string;
}

/** What a word is given that somebody says whom we do not know. */
export interface Stranger {
  readonly deps: ChatDeps;
  readonly speaker: Speaker;
  /** Why they are not known. */
  readonly refusal: SpeakerRefusal;
  readonly words: readonly string[];
  /** Does what they wanted before, now that they are known. `words` null: it is done, and the card is the answer. */
  readonly fulfil: () => Promise<
    { readonly kind: 'nothing' } | { readonly kind: 'done'; readonly words: Words | null }
  >;
}

/** A word as help tells of it. */
export type Described = Omit<ChatWord, 'run' | 'stranger'>;

/** One thing that may follow a word, for a platform that asks for each by name instead of a line of text. */
export interface Param {
  /** Small letters and dashes, at most 32. */
  readonly name: string;
  /** `incident`: one number or several; `duration`: `90m`, `2h`; `flag`: said or not, by its own name. */
  readonly kind: 'incident' | 'service' | 'duration' | 'number' | 'text' | 'flag' | 'choice';
  /** At most 100 characters (Discord's description). */
  readonly what: string;
  readonly optional?: boolean;
  /** The word that stands before it when it is typed: `because TEXT`. */
  readonly after?: string;
  /** Of a choice. */
  readonly choices?: readonly string[];
}

/** One word after a command: `/incident list`. */
export interface ChatWord {
  readonly name: string;
  readonly aliases: readonly string[];
  /** How it is written: `list [mine] [open|all] [SERVICE]`. */
  readonly usage: string;
  readonly what: string;
  /** What may follow it, in the order in which it is typed; absent: one line of text. */
  readonly params?: readonly Param[];
  /**
   * The form that fills in what is missing; null: nothing is. Pure: what was typed decides, not what is in the database.
   */
  form?(words: readonly string[], text: string): FormRequest | null;
  /** Null: it changed an incident, and the card is the answer. */
  run(said: Said): Promise<Words | null>;
  /** For somebody whom we do not know; absent: they are told how to become known, and it is run then. */
  stranger?(said: Stranger): Promise<Words | null>;
}
