import type { Instant } from '../lib/clock.ts';

/** How a time is written where a platform has no input for one. */
export const typedTimeHint = 'As 2026-12-24 18:00, in UTC.';
export const typedTimeProblem = 'Write a time like 2026-12-24 18:00, in UTC.';

/** '2026-12-24 18:00', in UTC. */
export function typedTime(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** Whether it was chosen where a platform has an input for a time: then it comes as digits. */
export function isPicked(answer: string): boolean {
  return /^\d{12,15}$/.test(answer);
}

/** The answer to a field that asks for a time: UTC milliseconds as digits, or as people write it. Null: it is no time. */
export function readTime(answer: string): Instant | null {
  if (isPicked(answer)) return Number(answer);
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?: ?(?:UTC|Z))?$/i.exec(answer);
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(at) ? null : at;
}
