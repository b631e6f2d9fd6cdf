import type { Placeholder } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { type Preparable, prepared } from './prepared.ts';
import type { Reader } from './store.ts';

/** So many values in one statement; more are asked for in several. */
const most = 64;

/**
 * A hot query that asks for the rows of a list. It is built once for each size of the list, 1, 2, 4 … 64: a list of another size is
 * filled up with its last value, which finds nothing new. The order of what is found is that of each 64.
 */
export function preparedList<Values extends Record<string, unknown>, Row>(
  name: string,
  build: (reader: Reader, list: Placeholder[]) => Preparable<Row[]>,
): (reader: Reader, values: Values, list: readonly string[]) => Promise<readonly Row[]> {
  const sizes = [1, 2, 4, 8, 16, 32, most].map((size) => ({
    size,
    run: prepared<Record<string, unknown>, Row[]>(`${name}_${size}`, (reader) =>
      build(
        reader,
        Array.from({ length: size }, (_, at) => sql.placeholder(`list_${at}`)),
      ),
    ),
  }));
  return async (reader, values, list) => {
    const found: Row[] = [];
    for (let from = 0; from < list.length; from += most) {
      const some = list.slice(from, from + most);
      const query = sizes.find(({ size }) => size >= some.length);
      if (query === undefined) continue;
      const filled = Array.from({ length: query.size }, (_, at) => [`list_${at}`, some[at] ?? some.at(-1)] as const);
      found.push(...(await query.run(reader, { ...values, ...Object.fromEntries(filled) })));
    }
    return found;
  };
}
