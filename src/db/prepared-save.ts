import { eq, getTableColumns, sql } from 'drizzle-orm';
import { named } from './named.ts';
import { prepared } from './prepared.ts';
import type { Schema } from './schema/schema.ts';
import type { Tx } from './store.ts';

type Kept = 'mirror' | 'delivery';

/** Changes some columns of the row with this id, by a statement that is built once for each set of columns. */
export function preparedSave<T extends Kept>(
  table: T,
): (tx: Tx, id: string, change: Partial<Omit<Schema[T]['$inferSelect'], 'id'>>) => Promise<void> {
  const bySet = new Map<string, (tx: Tx, values: Record<string, unknown>) => Promise<unknown>>();
  return async (tx, id, change) => {
    const names = Object.keys(change).sort();
    const set = names.join('_');
    let save = bySet.get(set);
    if (save === undefined) {
      save = prepared(`${table}_save_${bySet.size}`, ({ db, t }) => {
        const row: Schema[Kept] = t[table];
        const columns = Object.entries(getTableColumns(row)).filter(([name]) => names.includes(name));
        const values = Object.fromEntries(columns.map(([name, column]) => [name, named(column, name)]));
        return db
          .update(row)
          .set(values)
          .where(eq(row.id, sql.placeholder('id')));
      });
      bySet.set(set, save);
    }
    await save(tx, { ...change, id });
  };
}
