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
} satisfies Record<keyof Kit, unknown>;

/**
 * The same makers for SQLite. The one place where a column is cast: both kits infer the same row types (string, number,
 * boolean, unknown), and a test reads back a row of every kind.
 */
export const sqliteKit = makers as unknown as Kit;
