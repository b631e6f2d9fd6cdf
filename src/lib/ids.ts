import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Instant } from './clock.ts';

/** Makes an id: a prefix that says what it names, then a time-sortable UUIDv7 without dashes (RFC 9562 §5.7). */
export type NewId = <P extends IdPrefix>(prefix: P) => `${P}_${string}`;

export type IdPrefix =
  | 'acc'
  | 'con'
  | 'per'
  | 'idn'
  | 'svc'
  | 'key'
  | 'pol'
  | 'inc'
  | 'alt'
  | 'asg'
  | 'evt'
  | 'job'
  | 'mir'
  | 'lin'
  | 'pag'
  | 'dlv'
  | 'ref';

export const newId: NewId = (prefix) => `${prefix}_${v7().replaceAll('-', '')}`;

/** Short enough to read aloud to whoever has the log: 8 letters and digits. */
export function newReference(): string {
  return randomBytes(5).toString('hex').slice(0, 8);
}

/** When an id of ours was made: a UUIDv7 begins with its milliseconds (RFC 9562 §5.7). */
export function madeAt(id: string): Instant {
  const at = Number.parseInt(id.slice(id.indexOf('_') + 1).slice(0, 12), 16);
  if (Number.isNaN(at)) throw new Error(`${id} is no id of ours`);
  return at;
}
