import { createHash } from 'node:crypto';

/**
 * Discord shows one message per nonce (at most 25 characters) within a few minutes, and answers a second attempt with the
 * first one. https://docs.discord.com/developers/resources/message#create-message
 */
export function nonceOf(once: string | undefined): { nonce: string; enforce_nonce: true } | object {
  if (once === undefined || once === '') return {};
  return { nonce: createHash('sha256').update(once).digest('base64url').slice(0, 25), enforce_nonce: true };
}
