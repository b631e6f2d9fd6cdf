import { createHash } from 'node:crypto';
import { z } from 'zod';
import { no, ok, type Result } from '../../../src/lib/result.ts';
import { type Body, isObject } from './body.ts';
import { fitKey, missing, object, said } from './field.ts';

export type Texts = Readonly<Record<string, string>>;

/** One alert of a group, as far as it can be used. */
export interface Member {
  readonly firing: boolean;
  /** Names the alert within its group. */
  readonly fingerprint: string;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly generatorURL: unknown;
  /** All that was sent of it, but for what says nothing. */
  readonly sent: Body;
}

// The labels are what the alert is; without them nobody could say which one ends.
const labels = z
  .record(z.string(), z.string('must be text'), { error: ({ input }) => missing(input, 'must be an object') })
  .refine((all) => Object.keys(all).length > 0, 'is empty');
const member = object({
  labels,
  // An alert that does not say it is over is not.
  status: z.enum(['firing', 'resolved'], 'must be firing or resolved').default('firing'),
});

/** The alert at place `at` of the list, or all that is wrong with it. */
export function parseMember(value: unknown, at: number): Result<Member, readonly string[]> {
  const parsed = member.safeParse(value);
  if (!parsed.success) {
    return no(parsed.error.issues.map(({ path, message }) => `${['alerts', at, ...path].join('.')} ${message}`));
  }
  const { status, labels, annotations, fingerprint, endsAt, ...rest } = parsed.data;
  const ended = typeof endsAt === 'string' && endsAt.startsWith('0001-') ? undefined : endsAt;
  return ok({
    firing: status === 'firing',
    fingerprint: isFilled(fingerprint) ? fitKey(fingerprint) : fingerprintOf(labels),
    labels,
    annotations: textsOf(annotations),
    generatorURL: rest.generatorURL,
    sent: said({ labels, annotations, endsAt: ended, ...rest }),
  });
}

/** The same for the same labels in any order. */
export function fingerprintOf(labels: Body): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** Of an object that should hold texts only, those that do. */
export function textsOf(value: unknown): Texts {
  if (!isObject(value)) return {};
  const texts = Object.entries(value).filter((entry): entry is [string, string] => isFilled(entry[1]));
  return Object.fromEntries(texts);
}

export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
