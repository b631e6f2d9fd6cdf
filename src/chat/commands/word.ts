import type { Words } from '../card.ts';
import type { ChatDeps } from '../deps.ts';
import type { FormRequest } from '../form.ts';
import type { Known } from '../speaker.ts';

/** What a word of a command is given: who speaks, the words after it, and the same as it was typed. */
export interface Said {
  readonly deps: ChatDeps;
  readonly known: Known;
  readonly words: readonly string[];
  readonly text: string;
  /** Where it was typed. */
  readonly channel: string;
}

/** A word as help tells of it. */
export type Described = Omit<ChatWord, 'run'>;

/** One word after a command: `/incident list`. */
export interface ChatWord {
  readonly name: string;
  readonly aliases: readonly string[];
  /** How it is written: `list [mine] [open|all] [SERVICE]`. */
  readonly usage: string;
  readonly what: string;
  /**
   * The form that fills in what is missing; null: nothing is. Pure: what was typed decides, not what is in the database.
   */
  form?(words: readonly string[], text: string): FormRequest | null;
  /** Null: it changed an incident, and the card is the answer. */
  run(said: Said): Promise<Words | null>;
}
