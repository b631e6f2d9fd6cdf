import { z } from 'zod';
import type { Command } from '../incident/commands.ts';
import { minutes } from '../lib/clock.ts';
import { type FormName, type FormRequest, formNames } from './form.ts';

/** What a button says when it is pressed: `rv1:VERB:INCIDENT[:SEEN]`, at most 100 characters (Discord's `custom_id`). */
export interface Token {
  readonly verb: ButtonVerb;
  readonly incidentId: string;
  /** Escalate: the step that the presser saw. Snooze: for how many minutes, an hour where it does not say. */
  readonly seen: number | null;
}

/** `more` opens a private message, `note` a form; the others are commands as they stand. */
export const buttonVerbs = [
  'acknowledge',
  'resolve',
  'escalate',
  'give-back',
  'snooze',
  'wake',
  'reopen',
  'more',
  'note',
] as const;
export type ButtonVerb = (typeof buttonVerbs)[number];

const incidentId = z.string().regex(/^inc_[0-9a-f]{32}$/);
const shape = z.tuple([z.literal('rv1'), z.enum(buttonVerbs), incidentId]).rest(z.string().regex(/^\d{1,9}$/));

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

/** Null: the button is not a command by itself. */
export function commandOf(token: Token): Command | null {
  if (token.verb === 'more' || token.verb === 'note') return null;
  if (token.verb === 'escalate')
    return token.seen === null ? { verb: 'escalate' } : { verb: 'escalate', seen: token.seen };
  if (token.verb === 'snooze') return { verb: 'snooze', for: minutes(token.seen ?? 60) };
  return { verb: token.verb };
}

/** The form that a button opens. Null: it opens none. */
export function formOf(token: Token): FormRequest | null {
  return token.verb === 'note' ? { form: 'note', given: { incident: token.incidentId } } : null;
}

const formShape = z.union([
  z.tuple([z.literal('rv1'), z.literal('form'), z.enum(formNames)]),
  z.tuple([z.literal('rv1'), z.literal('form'), z.enum(formNames), incidentId]),
]);

/** `rv1:form:FORM[:INCIDENT]` */
export function formatFormToken(form: FormName, incident: string | null): string {
  return incident === null ? `rv1:form:${form}` : `rv1:form:${form}:${incident}`;
}

/** Null: not one of ours. */
export function parseFormToken(text: string): { form: FormName; incidentId: string | null } | null {
  const parsed = formShape.safeParse(text.split(':'));
  if (!parsed.success) return null;
  return { form: parsed.data[2], incidentId: parsed.data[3] ?? null };
}
