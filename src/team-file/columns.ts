import type { Reader } from '../db/store.ts';
import type { TeamFile } from './shape.ts';

/** Absent in the file is null in the database. */
type Kept<T> = undefined extends T ? Exclude<T, undefined> | null : T;
type ColumnFor<Row, T> = { [C in keyof Row]: Kept<T> extends Row[C] ? C : never }[keyof Row];
type Columns<Entry, Row> = { readonly [F in keyof Entry]?: ColumnFor<Row, Entry[F]> };

const columns =
  <Entry, Row>() =>
  <const C extends Columns<Entry, Row>>(map: C): C =>
    map;

type Rows = Reader['t'];

/**
 * Which column keeps which field of the file. A new field is one line here, beside its column and its shape: it is then
 * applied, planned and exported. What is kept elsewhere or by an id (a service's policy, a rule's targets) stands in
 * `as-file.ts` and in the `plan-….ts` of its noun.
 */
export const personColumns = columns<TeamFile['people'][string], Rows['person']['$inferSelect']>()({
  name: 'name',
  email: 'email',
  zone: 'zone',
  role: 'role',
});

export const policyColumns = columns<TeamFile['policies'][string], Rows['policy']['$inferSelect']>()({
  loops: 'loops',
});

export const serviceColumns = columns<TeamFile['services'][string], Rows['service']['$inferSelect']>()({
  name: 'name',
  channel: 'channels',
  acknowledge_timeout: 'acknowledgeTimeout',
  auto_resolve: 'autoResolve',
});

/** An entry's fields as columns, and whether it is in use. */
export function rowOf<E extends { enabled: boolean }, C extends Readonly<Record<string, string>>>(
  map: C,
  entry: E,
): { readonly [F in keyof C as C[F]]: F extends keyof E ? Kept<E[F]> : never } & { status: 'active' | 'disabled' } {
  const kept = Object.entries(map).map(([field, column]) => [column, Reflect.get(entry, field) ?? null]);
  // The map says which value goes where, and `columns` has checked that the column takes it.
  return { ...Object.fromEntries(kept), status: entry.enabled ? 'active' : 'disabled' } as ReturnType<
    typeof rowOf<E, C>
  >;
}

/** The columns that an entry's fields are kept in, as those fields. The shape is the judge of the values when they are written. */
export function entryOf<R extends { status: string }, C extends Readonly<Record<string, string>>>(
  map: C,
  row: R,
): { readonly [F in keyof C]: unknown } & { enabled: boolean } {
  const fields = Object.entries(map).flatMap(([field, column]) => {
    const value: unknown = Reflect.get(row, column);
    return value === null ? [] : [[field, value]];
  });
  return { ...Object.fromEntries(fields), enabled: row.status === 'active' } as ReturnType<typeof entryOf<R, C>>;
}
