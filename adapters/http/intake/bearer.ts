import type { Refusal } from '../refusal.ts';

/** The token of an `Authorization` header; the scheme's case does not matter (RFC 9110 §11.1). */
export function bearer(header: string | undefined): string | null {
  return /^\s*bearer\s+(\S+)\s*$/i.exec(header ?? '')?.[1] ?? null;
}

export const invalid = (problems: readonly string[]): Refusal => ({
  status: 400,
  code: 'invalid',
  message: `This cannot be accepted: ${problems.join('; ')}.`,
  problems,
});

export const noKey: Refusal = {
  status: 401,
  code: 'no-key',
  message: 'Send the key of a service: Authorization: Bearer KEY.',
  headers: { 'www-authenticate': 'Bearer realm="Reveille"' },
};

export const refusedKey = {
  'unknown-key': {
    status: 401,
    code: 'unknown-key',
    message: 'This is not the key of any service here.',
    headers: { 'www-authenticate': 'Bearer realm="Reveille", error="invalid_token"' },
  },
} as const;
