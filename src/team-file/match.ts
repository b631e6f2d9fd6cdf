import type { Conflict } from './work.ts';

/** The row that an entry of the file means: by its key, else by the key that it had. */
export function match<R extends { readonly key: string }>(
  rows: readonly R[],
  section: string,
  key: string,
  was: string | undefined,
): { row: R | undefined; conflict: Conflict | null } {
  const row = rows.find((one) => one.key === key);
  const former = was === undefined ? undefined : rows.find((one) => one.key === was);
  if (row !== undefined && former !== undefined && was !== key) {
    const message = `cannot take the place of ${was}: both exist`;
    return { row, conflict: { path: [section, key, 'was'], message } };
  }
  return { row: row ?? former, conflict: null };
}

/** Those fields of `wanted` that differ from the row's. Null: none. */
export function differing<T extends Readonly<Record<string, unknown>>>(row: T, wanted: Partial<T>): Partial<T> | null {
  const changed = Object.entries(wanted).filter(([name, value]) => JSON.stringify(row[name]) !== JSON.stringify(value));
  // Only fields of `wanted` are kept, so the result is a part of it.
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<T>);
}

/** The columns that the file calls otherwise. */
const words: Readonly<Record<string, string>> = {
  policyId: 'policy',
  channels: 'channel',
  acknowledgeTimeout: 'acknowledge_timeout',
  autoResolve: 'auto_resolve',
  status: 'enabled',
};

/** 'change person ada: name, role' */
export function sayChange(what: string, key: string, was: string, change: object): string {
  const fields = Object.keys(change)
    .filter((name) => name !== 'key')
    .map((name) => words[name] ?? name);
  const renamed = was === key ? '' : ` (was ${was})`;
  if (fields.length === 0) return `rename ${what} ${was} to ${key}`;
  return `change ${what} ${key}${renamed}: ${fields.join(', ')}`;
}
