import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { packageRoot } from '../lib/package-root.ts';
import type { DatabaseState } from './database-state.ts';
import { isServed } from './serve-lock.ts';

const migrations = join(packageRoot, 'migrations', 'sqlite');
const applied = z.array(z.object({ at: z.coerce.number() }));
const count = z.object({ n: z.number() });

export function inspectSqlite(file: string): DatabaseState {
  if (!existsSync(file)) {
    const folder = nearest(dirname(file));
    if (!statSync(folder).isDirectory()) return { kind: 'unusable', reason: `${folder} is a file and no folder` };
    return { kind: 'missing', folder, writable: isWritable(folder), freeBytes: freeBytesIn(folder) };
  }
  if (!statSync(file).isFile()) return { kind: 'unusable', reason: 'it is a folder' };
  try {
    return {
      kind: 'present',
      schema: schemaOf(file),
      // The log of a write stands beside it.
      writing: isWritable(file) && isWritable(dirname(file)) ? 'possible' : 'user-may-not',
      bytes: sizeOf(file) + sizeOf(`${file}-wal`),
      freeBytes: freeBytesIn(dirname(file)),
      served: isServed(file),
    };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { kind: 'unusable', reason: causes[String(error.code)] ?? error.message };
  }
}

const causes: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'it is not a SQLite database',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_CANTOPEN: 'this user may not read it',
  SQLITE_FULL: 'its disk is full',
  // The index of the log could not grow.
  SQLITE_IOERR_SHMSIZE: 'its disk is full',
  SQLITE_BUSY: 'another program has locked it',
  EACCES: 'this user may not read it',
};

function schemaOf(file: string): 'current' | 'older' | 'newer' {
  const connection = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    const ours = readMigrationFiles({ migrationsFolder: migrations }).map((each) => each.folderMillis);
    const table = "select count(*) as n from sqlite_master where name = '__drizzle_migrations'";
    if (count.parse(connection.prepare(table).get()).n === 0) return 'older';
    const rows = connection.prepare('select created_at as at from __drizzle_migrations').all();
    const [newest, newestOfOurs] = [Math.max(0, ...applied.parse(rows).map((row) => row.at)), Math.max(...ours)];
    if (newest > newestOfOurs) return 'newer';
    return newest === newestOfOurs ? 'current' : 'older';
  } finally {
    connection.close();
  }
}

function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What this user may still write there. */
function freeBytesIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
