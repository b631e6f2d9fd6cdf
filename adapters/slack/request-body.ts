import { z } from 'zod';

const object = z.looseObject({});
const sslCheck = z.object({ ssl_check: z.literal('1') });
const withPayload = z.object({ payload: z.string() });

/**
 * What a request of Slack says: events are JSON, commands are a form, presses are JSON in a form's `payload`. Judged by the
 * content and not by its declared type, which Bolt's receivers refuse when a charset stands in it. Null: none of these.
 * https://docs.slack.dev/interactivity/handling-user-interaction#payloads
 */
export function readRequestBody(body: Buffer): Readonly<Record<string, unknown>> | null {
  const text = body.toString('utf8').trim();
  if (text.startsWith('{')) return readJson(text);
  const form = Object.fromEntries(new URLSearchParams(text));
  const wrapped = withPayload.safeParse(form);
  if (wrapped.success) return readJson(wrapped.data.payload);
  return Object.keys(form).length === 0 ? null : form;
}

/**
 * Slack looks whether our certificate is in order; there is nothing to do, and it is not signed.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 */
export function isSslCheck(body: Buffer): boolean {
  const text = body.subarray(0, 1024).toString('utf8').trim();
  return !text.startsWith('{') && sslCheck.safeParse(Object.fromEntries(new URLSearchParams(text))).success;
}

function readJson(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed = object.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
