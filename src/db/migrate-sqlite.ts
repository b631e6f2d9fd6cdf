import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { packageRoot } from '../lib/package-root.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { appliedRows, type Migrated, type MigrateRefusal, newerThanOurs } from './migrations.ts';
import { connect, whyNot } from './sqlite.ts';

const ourMigrations = join(packageRoot, 'migrations', 'sqlite');

/**
 * Brings the database to this version's schema; the only way to do so. Foreign keys are off meanwhile, because SQLite
 * rebuilds a table by dropping it (sqlite.org/lang_altertable.html#otheralter), and are checked before it counts as done. `folder` is for tests of migrations that are not written yet.
 */
export function migrateSqlite(file: string, folder = ourMigrations): Result<Migrated, MigrateRefusal> {
  const fresh = !existsSync(file);
  const problem = whyNot(file);
  if (problem !== null) return no({ code: 'not-usable', message: problem });
  const connection = connect(file);
  try {
    if (!fresh && !isDatabase(connection)) {
      return no({ code: 'not-a-database', message: `${file} is not a SQLite database. DATABASE_URL names it.` });
    }
    const before = appliedMigrations(connection);
    const newer = newerThanOurs(folder, before, file);
    if (newer !== null) return no(newer);
    connection.pragma('foreign_keys = OFF');
    migrate(drizzle(connection), { migrationsFolder: folder });
    const broken = connection.pragma('foreign_key_check');
    if (Array.isArray(broken) && broken.length > 0) {
      throw new Error(`a migration left ${broken.length} rows without their parent`);
    }
    return ok({ applied: appliedMigrations(connection).length - before.length });
  } finally {
    connection.close();
  }
}

function appliedMigrations(connection: ReturnType<typeof connect>): { when: number }[] {
  const table = connection.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return [];
  const rows = connection.prepare('select created_at as "when" from __drizzle_migrations').all();
  return appliedRows.parse(rows);
}

function isDatabase(connection: ReturnType<typeof connect>): boolean {
  try {
    connection.prepare('select count(*) from sqlite_master').get();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') return false;
    throw error;
  }
}
