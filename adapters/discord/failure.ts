import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { z } from 'zod';
import { networkWords } from '../../src/lib/network-words.ts';

/** How a call failed, before it is judged what that means for what was called. */
export type Failure =
  /** Discord understood and said no; `code` is its own number, `about` the fields that it names. */
  | { readonly kind: 'said-no'; readonly code: number; readonly words: string; readonly about: readonly string[] }
  | { readonly kind: 'wrong-token' }
  /** `ms` of peace; `everywhere`: for every call, not for this route alone. */
  | { readonly kind: 'too-fast'; readonly ms: number; readonly everywhere: boolean }
  | { readonly kind: 'no-answer'; readonly reason: string };

/** https://docs.discord.com/developers/reference#error-messages */
const refusal = z.object({
  code: z.number(),
  message: z.string().default(''),
  errors: z.record(z.string(), z.unknown()).optional(),
});

/** Whatever a call to Discord's API can reject with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RateLimitError) {
    const ms = Math.max(1000, error.retryAfter, error.sublimitTimeout, error.timeToReset);
    return { kind: 'too-fast', ms, everywhere: error.global || error.scope === 'global' };
  }
  if (error instanceof HTTPError) return { kind: 'no-answer', reason: `Discord answered HTTP ${error.status}` };
  if (error instanceof DiscordAPIError) {
    if (error.status === 401) return { kind: 'wrong-token' };
    const parsed = refusal.safeParse(error.rawError);
    if (!parsed.success)
      return { kind: 'no-answer', reason: `what answered HTTP ${error.status} does not speak like Discord` };
    const { code, message, errors = {} } = parsed.data;
    const words = Object.keys(errors).length === 0 ? message : `${message}: ${JSON.stringify(errors)}`;
    return { kind: 'said-no', code, words: words.slice(0, 300), about: Object.keys(errors) };
  }
  return { kind: 'no-answer', reason: networkWords(error) };
}

export function wordsOf(failure: Failure): string {
  switch (failure.kind) {
    case 'no-answer':
      return failure.reason;
    case 'too-fast':
      return 'Discord asks us to wait';
    case 'wrong-token':
      return 'Discord does not accept the token';
    case 'said-no':
      return `Discord says ${failure.words} (${failure.code})`;
  }
}
