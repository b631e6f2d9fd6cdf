import { no, ok, type Result } from '../../../src/lib/result.ts';
import { storable } from '../../../src/lib/storable.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Nothing that a person or a database should have to read is nested deeper. */
const deepest = 32;

/** The JSON object in a request body; refused with what is wrong with it, beginning with `body`. */
export function readObject(raw: unknown): Result<Body, string> {
  const text = Buffer.isBuffer(raw) ? raw.toString('utf8').replace(/^\ufeff/, '') : '';
  if (text.trim() === '') return no('body is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, and with it the key.
    return no('body is not valid JSON');
  }
  const tidied = tidy(value, 0);
  return isObject(tidied) ? ok(tidied) : no('body must be a JSON object');
}

export function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The same, made storable in every text and name: an alert that can never be stored would be sent again for ever.
 */
function tidy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) return '…';
  if (Array.isArray(value)) return value.map((item) => tidy(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [storable(name), tidy(item, depth + 1)]));
}
