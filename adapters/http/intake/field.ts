import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Link, type Severity, severities } from '../../../src/incident/signal.ts';
import { cut } from '../../../src/lib/cut.ts';
import type { Body } from './body.ts';

/** PagerDuty's published limits (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/), for all formats alike. */
const keyMax = 255;
export const summaryMax = 1024;
/** More links than a card can show; the others stay in the details. */
export const linksMax = 20;
const hrefMax = 2048;

export const missing = (input: unknown, otherwise: string) =>
  input === undefined || input === null ? 'is missing' : otherwise;

/** Some text with more in it than blanks. */
export const filled = z.string({ error: ({ input }) => missing(input, 'must be text') }).regex(/\S/, 'is empty');
/** Text that may as well be absent, null or empty. */
export const optional = z.string('must be text').nullish();
export const object = <S extends z.ZodRawShape>(shape: S) =>
  z.looseObject(shape, { error: ({ input }) => missing(input, 'must be an object') });

/** What is wrong, one sentence each, beginning with the path of the field. */
export function problemsOf(error: z.ZodError): string[] {
  return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
}

/** A longer key is shortened to a beginning that a person knows again and a hash, the same for the same key every time. */
export function fitKey(key: string): string {
  if (key.length <= keyMax) return key;
  const hash = createHash('sha256').update(key).digest('hex');
  return `${cut(key, keyMax - hash.length)}${hash}`;
}

/** Null: not one of ours; then it may be the worst. */
export function severityOf(said: unknown): Severity | null {
  const word = typeof said === 'string' ? said.trim().toLowerCase() : '';
  return severities.find((severity) => severity === word) ?? null;
}

/** A link that a person may press: http and https only, since cards show it as it is; of a length that every platform takes. */
export function linkOf(href: unknown, text: unknown, otherwise: string): Link | null {
  if (typeof href !== 'string' || href.length > hrefMax || !URL.canParse(href)) return null;
  if (!['http:', 'https:'].includes(new URL(href).protocol)) return null;
  return { href: href.trim(), text: typeof text === 'string' && text.trim() !== '' ? cut(text, keyMax) : otherwise };
}

/** Both levels of fields in one; of two with the same name the outer one is kept as `event.NAME`. */
export function flatten(outer: Body, inner: Body): Body {
  const renamed = Object.entries(outer).map(([name, value]) => [
    Object.hasOwn(inner, name) ? `event.${name}` : name,
    value,
  ]);
  return { ...inner, ...Object.fromEntries(renamed) };
}

/** Without the fields that say nothing. */
export function said(fields: Body): Body {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));
}
