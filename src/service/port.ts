import type { Result } from '../lib/result.ts';

/** What was changed in what is monitored, as its sender says: a deploy, a setting. Texts are cut already. */
export interface Change {
  readonly summary: string;
  /** Who or what changed it. */
  readonly source: string | null;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** All else that was sent, fields unknown to us included. */
  readonly details: Readonly<Record<string, unknown>>;
}

export type ChangeRefusal = { readonly code: 'unknown-key' };

/** What an edge that hears of changes asks of us. */
export interface Changes {
  /** Keeps the change. Resolves only once it is durable; throws when it could not be stored, so that the sender tries again. */
  record(key: string, change: Change): Promise<Result<null, ChangeRefusal>>;
}
