import { z } from 'zod';
import type { Capability } from '../account/role.ts';
import type { Verb } from './transitions.ts';

/** A note is at most this long; more is cut at the edge. */
export const noteMax = 3000;

const snooze = { verb: z.literal('snooze') };

/** What a person or a tool may ask of an incident. */
export const commandSchema = z.union([
  /** Quiet for so many milliseconds, or until then. How long is possible depends on when it is asked, so it is judged then. */
  z.strictObject({ ...snooze, for: z.number().int() }),
  z.strictObject({ ...snooze, until: z.number().int() }),
  z.strictObject({ verb: z.literal('wake') }),
  z.strictObject({ verb: z.literal('acknowledge') }),
  z.strictObject({ verb: z.literal('resolve'), because: z.string().max(noteMax).optional() }),
  /** `seen`: the step that the asker saw, so that two people who press it escalate once. */
  z.strictObject({
    verb: z.literal('escalate'),
    seen: z.number().int().min(0).optional(),
    /** The rule to page, counted from 1; absent: the next one. */
    rule: z.number().int().min(1).optional(),
  }),
  z.strictObject({ verb: z.literal('give-back') }),
  z.strictObject({ verb: z.literal('reopen') }),
  z.strictObject({ verb: z.literal('note'), text: z.string().trim().min(1).max(noteMax) }),
]);

export type Command = z.infer<typeof commandSchema>;

export const needs: Readonly<Record<Verb, Capability>> = {
  acknowledge: 'respond',
  resolve: 'respond',
  escalate: 'respond',
  'give-back': 'respond',
  snooze: 'respond',
  wake: 'respond',
  reopen: 'respond',
  note: 'respond',
};
