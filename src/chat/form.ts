import type { Instant } from '../lib/clock.ts';
import type { Words } from './card.ts';
import type { Speaker } from './speaker.ts';

interface Common {
  /** Names the field in the answers. */
  readonly name: string;
  readonly label: string;
  /** Small text under it. */
  readonly hint?: string;
  readonly optional?: boolean;
}

export interface Option {
  /** At most 75 characters (Slack's `option.value`). */
  readonly value: string;
  readonly label: string;
}

/** Something to fill in, free of any platform. */
export type Field =
  /** `text`: one line; `long`: several. `value` is what stands there already. */
  | (Common & { readonly kind: 'text' | 'long'; readonly value?: string; readonly most: number })
  /** One of at most 25 (Discord's select). */
  | (Common & { readonly kind: 'choice'; readonly value?: string; readonly options: readonly [Option, ...Option[]] })
  /** A person of the platform; the answer is the person's id there. */
  | (Common & { readonly kind: 'person' })
  /** A point in time; the answer is UTC milliseconds as digits, or what was typed where there is no input for a time. */
  | (Common & { readonly kind: 'time'; readonly value?: Instant });

/** A form, filled in as far as was said. */
export interface Form {
  /** What it is about: comes back with the answers. At most 100 characters (Discord's `custom_id`). */
  readonly token: string;
  /** At most 24 characters (Slack's modal title). */
  readonly title: string;
  /** What the button says; at most 24 characters. */
  readonly submit: string;
  readonly fields: readonly Field[];
}

/** A form that somebody asked for, before anything is looked up: which, and what was said already. */
export interface FormRequest {
  readonly form: FormName;
  /** By the names of its fields, as typed. */
  readonly given: Readonly<Record<string, string>>;
}

export const formNames = ['trigger', 'note', 'snooze'] as const;
export type FormName = (typeof formNames)[number];

/** A form that was filled in. What was left empty is not there. */
export interface Submission {
  readonly speaker: Speaker;
  readonly token: string;
  readonly answers: Readonly<Record<string, string>>;
  /** The platform's id of the form that was shown: sent twice, it acts once. */
  readonly shown: string;
}

/** How a form ended: done (with words, where the card does not say it), or these fields are to be mended. */
export type Submitted =
  | { readonly kind: 'done'; readonly words: Words | null }
  | { readonly kind: 'mend'; readonly problems: Readonly<Record<string, string>> };
