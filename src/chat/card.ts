import type { Condition } from '../incident/transitions.ts';
import type { Instant } from '../lib/clock.ts';

/** A piece of a line. Strings are data: the platform's adapter escapes them, so they can never mention anybody. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly code: string }
  | { readonly link: string; readonly label: string }
  /** A time of day in the reader's own zone; the date too where it is not today. */
  | { readonly time: Instant }
  /** Mentions this person for real, by the id on the platform; the name is for where nobody can be mentioned. */
  | { readonly mention: string; readonly name: string };

export type Line = readonly Span[];

export interface Button {
  readonly label: string;
  /** `rv1:VERB:ID[:SEEN]`, at most 100 characters (Discord's `custom_id`). */
  readonly token: string;
  readonly style?: 'primary' | 'danger';
}

/** What people see of an incident, free of any platform. */
export interface Card {
  /** Gives the card its colour where cards have one; `head` says the same for whoever sees no colours. */
  readonly condition: Condition;
  /** What a lock screen shows. */
  readonly lock: string;
  readonly above?: Line;
  readonly head: Line;
  /** Small text at the end of the head: severity and service. */
  readonly aside: string;
  readonly lines: readonly Line[];
  readonly buttons: readonly Button[];
}

/** Plain words in a channel, a thread or a private answer. */
export interface Words {
  /** What a lock screen shows; plain text of `lines` when absent. */
  readonly lock?: string;
  readonly lines: readonly Line[];
  readonly buttons?: readonly Button[];
}

export type Message = { readonly card: Card } | { readonly words: Words };
