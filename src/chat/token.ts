import { z } from 'zod';
import type { Command } from '../incident/commands.ts';
import { minutes } from '../lib/clock.ts';

/** What a button says when it is pressed: `rv1:VERB:INCIDENT[:SEEN]`, at most 100 characters (Discord's `custom_id`). */
export interface Token {
  readonly verb: ButtonVerb;
  readonly incidentId: string;
  /** Escalate: the step that the presser saw. Snooze: for how many minutes, an hour where it does not say. */
  readonly seen: number | null;
}

const buttonVerbs = ['acknowledge', 'resolve', 'escalate', 'give-back', 'snooze', 'wake', 'reopen'] as const;
export type ButtonVerb = (typeof buttonVerbs)[number];

const shape = z
  .tuple([z.literal('rv1'), z.enum(buttonVerbs), z.string().regex(/^inc_[0-9a-f]{32}$/)])
  .rest(z.string().regex(/^\d{1,9}$/));

export function formatToken(token: Token): string {
  const head = `rv1:${token.verb}:${token.incidentId}`;
  return token.seen === null ? head : `${head}:${token.seen}`;
}

/** Null: not one of ours. */
export function parseToken(text: string): Token | null {
  if (text.length > 100) return null;
  const parsed = shape.safeParse(text.split(':'));
  if (!parsed.success || parsed.data.length > 4) return null;
  const [, verb, incidentId, seen] = parsed.data;
  return { verb, incidentId, seen: seen === undefined ? null : Number(seen) };
}

export function commandOf(token: Token): Command {
  if (token.verb === 'escalate')
    return token.seen === null ? { verb: 'escalate' } : { verb: 'escalate', seen: token.seen };
  if (token.verb === 'snooze') return { verb: 'snooze', for: minutes(token.seen ?? 60) };
  return { verb: token.verb };
}
