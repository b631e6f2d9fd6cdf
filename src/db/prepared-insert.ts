import { getTableColumns, type SQL, type Table } from 'drizzle-orm';
import { namedRow } from './named.ts';
import { type Preparable, prepared } from './prepared.ts';
import type { Reader, Tx } from './store.ts';

/** So many rows in one prepared statement; more are written in several, which costs hardly more. */
const most = 8;

interface Named<C> {
  readonly column: C;
  /** What its value is called in each of the rows. */
  readonly names: readonly string[];
}

function columnsOf<T extends Table>(table: T): readonly Named<keyof T['$inferInsert'] & string>[] {
  return Object.keys(getTableColumns(table)).map((column) => ({
    column,
    names: Array.from({ length: most }, (_, at) => `${column}_${at}`),
  }));
}

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
  let columns: ReturnType<typeof columnsOf<T>> | undefined;
  return async (tx, rows) => {
    columns ??= columnsOf(tableOf(tx));
    for (let from = 0; from < rows.length; from += most) {
      const some = rows.slice(from, from + most);
      const values: Record<string, unknown> = {};
      for (const [at, row] of some.entries()) {
        for (const { column, names } of columns) values[names[at] ?? column] = row[column];
      }
      const insert = bySize[some.length - 1];
      if (insert !== undefined) await insert(tx, values);
    }
  };
}
