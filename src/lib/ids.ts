import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

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
