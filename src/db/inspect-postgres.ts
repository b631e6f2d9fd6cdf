import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { z } from 'zod';
import type { DatabaseState } from './database-state.ts';
import { postgresMigrations } from './migrate-postgres.ts';
import { appliedRows } from './migrations.ts';
import { patience, settingsOf } from './postgres-connection.ts';
import { noAnswer, placeOf, sayTrouble } from './postgres-trouble.ts';

const facts = z.tuple([
  z.object({
    reading: z.string(),
    granted: z.boolean(),
    bytes: z.coerce.number(),
    served: z.boolean(),
    migrated: z.boolean(),
  }),
]);

/** What is asked of the server: nothing of it changes anything. Another connection of ours is a server's. */
const question = `
  select current_setting('transaction_read_only') as reading, pg_database_size(current_database()) as bytes,
    to_regclass('__drizzle_migrations') is not null as migrated,
    (select coalesce(bool_and(has_table_privilege(to_regclass('job')::oid, needed)), true)
      from unnest(array['select', 'insert', 'update', 'delete']) as needed) as granted,
    exists (select from pg_stat_activity
      where datname = current_database() and application_name = 'reveille' and pid <> pg_backend_pid()) as served`;

/** A PostgreSQL database as it is found, without changing anything. How much room its disk has is not known from here. */
export async function inspectPostgres(url: string): Promise<DatabaseState> {
  const client = new pg.Client({ ...settingsOf(url), connectionTimeoutMillis: patience });
  client.on('error', () => {});
  try {
    await client.connect();
    const [{ reading, granted, bytes, served, migrated }] = facts.parse((await client.query(question)).rows);
    const applied = migrated
      ? appliedRows.parse((await client.query('select created_at as "when" from __drizzle_migrations')).rows)
      : [];
    const schema = schemaOf(applied);
    const writing = reading === 'on' ? 'server-is-read-only' : granted ? 'possible' : 'role-may-not';
    return { kind: 'present', schema, writing, bytes, freeBytes: null, served };
  } catch (error) {
    const reason = sayTrouble(error, url) ?? noAnswer(placeOf(url), `within ${patience / 1000} s`);
    return { kind: 'unreachable', reason };
  } finally {
    await client.end().catch(() => {});
  }
}

function schemaOf(applied: readonly { when: number }[]): 'current' | 'older' | 'newer' {
  const ours = readMigrationFiles({ migrationsFolder: postgresMigrations }).map((each) => each.folderMillis);
  const [newest, newestOfOurs] = [Math.max(0, ...applied.map(({ when }) => when)), Math.max(...ours)];
  if (newest > newestOfOurs) return 'newer';
  return newest === newestOfOurs ? 'current' : 'older';
}
