import type { Log } from '../lib/log.ts';
import { ok, type Result } from '../lib/result.ts';
import { migrateSqlite } from './migrate-sqlite.ts';
import type { Migrated, MigrateRefusal } from './migrations.ts';
import { placeOf } from './postgres-trouble.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** Where everything is kept. */
export type Database =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `url` may hold a password. */
  | { readonly kind: 'postgres'; readonly url: string };

// The drivers are loaded where they are used: PostgreSQL's costs SQLite's users 80 ms of their start.
const migrating = () => import('./migrate-postgres.ts');
const opening = () => import('./postgres.ts');

/** Its name for people: the file, or the server and the database, without the password. */
export function nameOfDatabase(database: Database): string {
  return database.kind === 'sqlite' ? database.file : placeOf(database.url);
}

/** Brings the database to this version's schema. */
export async function migrateDatabase(database: Database): Promise<Result<Migrated, MigrateRefusal>> {
  return database.kind === 'sqlite'
    ? migrateSqlite(database.file)
    : await (await migrating()).migratePostgres(database.url);
}

/** Migrates and opens it. */
export async function openDatabase(database: Database, log: Log): Promise<Result<Store, MigrateRefusal>> {
  const migrated = await migrateDatabase(database);
  if (!migrated.ok) return migrated;
  if (database.kind === 'sqlite') return ok(openSqlite(database.file, log));
  return ok((await opening()).openPostgres(database.url, log));
}
