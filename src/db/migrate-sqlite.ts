import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { z } from 'zod';
import { packageRoot } from '../lib/package-root.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { connect, whyNot } from './sqlite.ts';

const ourMigrations = join(packageRoot, 'migrations', 'sqlite');
const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

export interface MigrateRefusal {
  readonly code: 'newer-version' | 'not-a-database' | 'not-usable';
  readonly message: string;
}

/**
 * Brings the database to this version's schema; the only way to do so. Foreign keys are off meanwhile, because SQLite
 * rebuilds a table by dropping it (sqlite.org/lang_altertable.html#otheralter), and are checked before it counts as done. `folder` is for tests of migrations that are not written yet.
 */
export function migrateSqlite(file: string, folder = ourMigrations): Result<{ applied: number }, MigrateRefusal> {
  const fresh = !existsSync(file);
  const problem = whyNot(file);
  if (problem !== null) return no({ code: 'not-usable', message: problem });
  const connection = connect(file);
  try {
    if (!fresh && !isDatabase(connection)) {
      return no({ code: 'not-a-database', message: `${file} is not a SQLite database. DATABASE_URL names it.` });
    }
    const known = knownMigrations(folder);
    const before = appliedMigrations(connection);
    const newest = known.at(-1)?.when ?? 0;
    const foreign = before.find((row) => row.when > newest);
    if (foreign !== undefined) {
      return no({
        code: 'newer-version',
        message: `${file} was written by a newer version of Reveille. Start that version, or restore the backup made before the upgrade.`,
      });
    }
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

function knownMigrations(folder: string): { when: number; tag: string }[] {
  return journal.parse(JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'))).entries;
}

function appliedMigrations(connection: ReturnType<typeof connect>): { when: number }[] {
  const table = connection.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
  if (table === undefined) return [];
  const rows = connection.prepare('select created_at as "when" from __drizzle_migrations').all();
  return z.array(z.object({ when: z.coerce.number() })).parse(rows);
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
