import { silentLog } from '../lib/log.ts';
import type { Database } from './database.ts';
import type { DatabaseState } from './database-state.ts';
import { inspectPostgres } from './inspect-postgres.ts';
import { inspectSqlite } from './inspect-sqlite.ts';
import { openPostgres } from './postgres.ts';
import { readSqlite } from './sqlite.ts';
import type { Reader } from './store.ts';

/** Looks at a database without changing anything. */
export async function inspectDatabase(database: Database): Promise<DatabaseState> {
  return database.kind === 'sqlite' ? inspectSqlite(database.file) : await inspectPostgres(database.url);
}

/** To be read and left, beside a server that writes. */
export function readDatabase(database: Database): { readonly read: Reader; close(): Promise<void> } {
  if (database.kind === 'postgres') return openPostgres(database.url, silentLog);
  const { read, close } = readSqlite(database.file);
  return { read, close: async () => close() };
}
