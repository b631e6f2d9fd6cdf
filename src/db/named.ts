import { type Column, getTableColumns, type SQL, sql, type Table } from 'drizzle-orm';

/**
 * A value of a prepared query that is named when the query is run, and written as `column` writes its values: JSON as JSON, a flag
 * as a flag. Null is null; drizzle would hand it to the column (and JSON would become the text `null`).
 */
export function named(column: Column, name: string): SQL {
  const encoder = {
    mapToDriverValue: (value: unknown) => (value === null ? null : column.mapToDriverValue(value)),
  };
  return sql`${sql.param(sql.placeholder(name), encoder)}`;
}

/** Every column of a table as a value to be named, by its own name and `suffix`: for a whole row, inserted or saved. */
export function namedRow<T extends Table>(table: T, suffix = ''): { [C in keyof T['$inferInsert']]-?: SQL } {
  const row = Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([name, column]) => [name, named(column, `${name}${suffix}`)]),
  );
  // The names of the columns are the names of the row's values.
  return row as { [C in keyof T['$inferInsert']]-?: SQL };
}
