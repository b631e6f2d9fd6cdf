/**
 * An expected "no" is a value. `code` is an adjective phrase ('not-allowed-now'); each edge maps every code to words or a
 * status exhaustively. Faults (bugs, a broken disk) are thrown instead.
 */
export type Result<T, R> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: R };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function no<R>(refusal: R): { readonly ok: false; readonly refusal: R } {
  return { ok: false, refusal };
}

/** Closes an exhaustive switch: a new member of the union is a compile error here. */
export function never(value: never): never {
  throw new Error(`impossible value ${JSON.stringify(value)}`);
}
