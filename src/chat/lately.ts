import { type Clock, type Instant, minutes } from '../lib/clock.ts';

/** So long an answer holds: a storm of pages to the same people asks once, and whoever left is found out within a minute. */
const lifetime = minutes(1);

/** What a platform has answered lately, by what it was asked about. In memory alone: after a start it is asked again. */
export interface Lately<T> {
  /** The answer of less than a minute ago; undefined: there is none. */
  known(about: string): { readonly value: T } | undefined;
  keep(about: string, value: T): void;
  /** It is not true any more. */
  forget(about: string): void;
}

export function createLately<T>(clock: Clock): Lately<T> {
  // In the order in which they were kept, so that what is over stands first.
  const answers = new Map<string, { readonly value: T; readonly until: Instant }>();
  return {
    known: (about) => {
      for (const [old, { until }] of answers) {
        if (until > clock()) break;
        answers.delete(old);
      }
      return answers.get(about);
    },
    keep: (about, value) => {
      answers.delete(about);
      answers.set(about, { value, until: clock() + lifetime });
    },
    forget: (about) => void answers.delete(about),
  };
}
