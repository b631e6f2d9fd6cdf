import { createHash } from 'node:crypto';
import { minutes } from '../../lib/clock.ts';

/** How long a code may be used. */
export const codeLife = minutes(10);

/** Crockford's letters: none looks like another, and what people misread is put right (crockford.com/base32.html). */
const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 12;

/** `k3v9-q0wd-7mxa`: 60 bits of chance, so that neither trying nor a copy of the database finds it while it lives. */
export function makeCode(randomBytes: (size: number) => Uint8Array): string {
  const code = [...randomBytes(length)].map((byte) => letters.charAt(byte % letters.length)).join('');
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/** As it was made, however it was typed: large or small, with or without dashes and spaces. Null: it is no code. */
export function readCode(typed: string): string | null {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return plain.length === length && [...plain].every((letter) => letters.includes(letter)) ? plain : null;
}

/** SHA-256, hex, of what `readCode` gives. */
export function hashCode(plain: string): string {
  return createHash('sha256').update(plain).digest('hex');
}
