import type { Queries, Reader } from './store.ts';

export interface Preparable<Rows> {
  prepare(name: string): { execute(values?: Record<string, unknown>): PromiseLike<Rows> | Made<Rows> };
}

/** What SQLite answers is there at once; awaiting it would cost more than asking for it. */
interface Made<Rows> extends PromiseLike<Rows> {
  sync(): Rows;
}

/**
 * A hot query, built once for each connection: building one costs several times as much as running it (measured: 40 µs and
 * more, against 5). Values are named in `build` by `sql.placeholder`.
 */
export function prepared<Values extends Record<string, unknown>, Rows>(
  name: string,
  build: (reader: Reader) => Preparable<Rows>,
): (reader: Reader, values: Values) => Promise<Rows> {
  const kept = new WeakMap<Queries, ReturnType<Preparable<Rows>['prepare']>>();
  return async (reader, values) => {
    let query = kept.get(reader.db);
    if (query === undefined) {
      query = build(reader).prepare(name);
      kept.set(reader.db, query);
    }
    const asked = query.execute(values);
    return 'sync' in asked ? asked.sync() : await asked;
  };
}
