import type { SQL, Table } from 'drizzle-orm';
import { namedRow } from './named.ts';
import { type Preparable, prepared } from './prepared.ts';
import type { Reader, Tx } from './store.ts';

/** So many rows in one prepared statement; more are written in several, which costs hardly more. */
const most = 8;

/**
 * Inserts rows, each with a value for every column, by statements that are built once for each number of rows. `build` is given
 * the rows with their values to be named.
 */
export function preparedInsert<T extends Table>(
  name: string,
  tableOf: (reader: Reader) => T,
  build: (reader: Reader, rows: { [C in keyof T['$inferInsert']]-?: SQL }[]) => Preparable<unknown>,
): (tx: Tx, rows: readonly Required<T['$inferInsert']>[]) => Promise<void> {
  const bySize = Array.from({ length: most }, (_, at) =>
    prepared<Record<string, unknown>, unknown>(`${name}_${at + 1}`, (reader) => {
      const table = tableOf(reader);
      return build(
        reader,
        Array.from({ length: at + 1 }, (_, row) => namedRow(table, `_${row}`)),
      );
    }),
  );
  return async (tx, rows) => {
    for (let from = 0; from < rows.length; from += most) {
      const some = rows.slice(from, from + most);
      const values: Record<string, unknown> = {};
      for (const [at, row] of some.entries()) for (const column in row) values[`${column}_${at}`] = row[column];
      const insert = bySize[some.length - 1];
      if (insert !== undefined) await insert(tx, values);
    }
  };
}
