import { createHash } from 'node:crypto';

/** How an integration key is written: PagerDuty's integration keys are 32 characters too, so tools that check accept it. */
export const keyPattern = /^[a-z0-9]{32}$/;

/** SHA-256, hex. A key is 165 bits of chance, so it needs no slow hash. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** 32 letters a-z 0-9. `randomBytes` is the source of chance; bytes from 252 on are passed over, so that no letter is likelier. */
export function makeKey(randomBytes: (size: number) => Uint8Array): string {
  let key = '';
  while (key.length < 32) {
    for (const byte of randomBytes(48)) {
      if (byte < 252 && key.length < 32) key += letters.charAt(byte % 36);
    }
  }
  return key;
}
