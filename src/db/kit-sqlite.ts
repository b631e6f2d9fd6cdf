import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Kit } from './kit.ts';

const makers = {
  table: sqliteTable,
  text: (name: string) => text(name),
  int: (name: string) => integer(name),
  time: (name: string) => integer(name),
  flag: (name: string) => integer(name, { mode: 'boolean' }),
  json: (name: string) => text(name, { mode: 'json' }),
  index,
  uniqueIndex,
  primaryKey,
};

/** The same makers for SQLite. The one place where a column is cast: `Agreement` has proved that it may be. */
export const sqliteKit = agreed(makers, { columns: true, makers: true }) as unknown as Kit;

type Column = { readonly _: { data: unknown; notNull: boolean; hasDefault: boolean; enumValues: unknown } };
type Columns<K> = { [M in keyof K as K[M] extends (name: string) => Column ? M : never]: Said<K[M]> };
/** What a query sees of a column: its data, and whether it may be null, left out, or only one of some words. */
type Said<M> = M extends (name: string) => Column ? SaidOf<ReturnType<M>['_']> : never;
type SaidOf<C extends Column['_']> = [
  data: C['data'],
  notNull: C['notNull'],
  hasDefault: C['hasDefault'],
  words: C['enumValues'],
];
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `true` twice, or it does not compile: both kits say the same of every column, and neither has a maker of its own. */
export interface Agreement<K> {
  readonly columns: Same<Columns<K>, Columns<Kit>>;
  readonly makers: Same<keyof K, keyof Kit>;
}

function agreed<K>(kit: K, _proof: Agreement<K>): K {
  return kit;
}
