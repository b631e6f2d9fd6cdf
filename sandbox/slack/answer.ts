/** What a Web API method answers: HTTP 200 and `ok`, whatever happened (https://docs.slack.dev/apis/web-api). */
export type Answer = Accepted | Refused;

export interface Accepted {
  readonly ok: true;
  readonly [field: string]: unknown;
}

export interface Refused {
  readonly ok: false;
  readonly error: string;
  readonly [field: string]: unknown;
}

export function accept(fields: Readonly<Record<string, unknown>> = {}): Accepted {
  return { ok: true, ...fields };
}

/** `messages` say which argument or block was wrong. */
export function refuse(error: string, messages: readonly string[] = []): Refused {
  return messages.length === 0 ? { ok: false, error } : { ok: false, error, response_metadata: { messages } };
}
