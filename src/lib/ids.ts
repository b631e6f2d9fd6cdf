import { randomBytes, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import { type Instant, systemClock } from './clock.ts';

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

export const newId: NewId = (prefix) => `${prefix}_${uuid()}`;

/** Chance, fetched for many ids at once: fetching it for each took longer than all else (5 µs of 6). */
const chance = Buffer.alloc(16 * 256);
let used = chance.length;
const bytes = Buffer.alloc(16);
let at = 0;
let place = 0;

/** Ids of one millisecond are in the order in which they were made: the bits behind the time count up. */
function uuid(): string {
  if (used === chance.length) {
    randomFillSync(chance);
    used = 0;
  }
  const random = chance.subarray(used, used + 16);
  used += 16;
  const now = systemClock();
  if (now > at) {
    at = now;
    // 30 of its 32 bits, so that it never counts to its end within a millisecond.
    place = random.readUInt32BE(0) & 0x3fffffff;
  } else place += 1;
  v7({ random, msecs: at, seq: place }, bytes);
  return bytes.toString('hex');
}

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
