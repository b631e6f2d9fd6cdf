import { z } from 'zod';
import { type Platform, platformNames } from '../account/platform.ts';

/** Nobody answered, or somebody else than the platform did. */
interface NoAnswer {
  readonly kind: 'no-answer';
  readonly reason: string;
}

/** One question to a platform: what it answered, or how that failed. `failureOf` knows what a call there can reject with. */
export async function tried<T, Failure>(
  platform: Platform,
  question: () => Promise<T>,
  failureOf: (error: unknown) => Failure,
): Promise<{ readonly value: T } | { readonly failure: Failure | NoAnswer }> {
  try {
    return { value: await question() };
  } catch (error) {
    if (!(error instanceof z.ZodError)) return { failure: failureOf(error) };
    return { failure: { kind: 'no-answer', reason: `what answered does not speak like ${platformNames[platform]}` } };
  }
}
