import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/**
 * `json`, not `jsonb`: the text is kept as it was written, with its order of names and with every character that JSON allows;
 * `jsonb` sorts the names and refuses `\u0000` (postgresql.org/docs/current/datatype-json.html). No query looks inside.
 * The driver has parsed it already; drizzle's own `json` would parse a string a second time.
 */
const parsedJson = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'json',
  toDriver: (value) => JSON.stringify(value),
});

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
  json: (name: string) => parsedJson(name),
  index,
  uniqueIndex,
  primaryKey,
};

export type Kit = typeof postgresKit;
