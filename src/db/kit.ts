import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';

/**
 * The column makers that the schema is written with. Queries see these types on every database: an `int` is a number, a
 * `time` is UTC milliseconds, a `flag` is a boolean and `json` is unknown until a store has parsed it.
 */
export const postgresKit = {
  table: pgTable,
  text: (name: string) => text(name),
  int: (name: string) => integer(name),
  time: (name: string) => bigint(name, { mode: 'number' }),
  flag: (name: string) => boolean(name),
  json: (name: string) => jsonb(name),
  index,
  uniqueIndex,
  primaryKey,
};

export type Kit = typeof postgresKit;
