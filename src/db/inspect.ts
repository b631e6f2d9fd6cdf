import { silentLog } from '../lib/log.ts';
import type { Database } from './database.ts';
import { inspectPostgres } from './inspect-postgres.ts';
import { inspectSqlite } from './inspect-sqlite.ts';
import { openPostgres } from './postgres.ts';
import { readSqlite } from './sqlite.ts';
import type { Reader } from './store.ts';

/** A database as it is found, without changing anything. */
export type DatabaseState =
  /** It would be made at the next start; `folder` is the nearest one that is there. */
  | { readonly kind: 'missing'; readonly folder: string; readonly writable: boolean; readonly freeBytes: number }
  | { readonly kind: 'unusable'; readonly reason: string }
  /** A server that does not answer or does not let us in; `reason` is a sentence that says what to do. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  | {
      readonly kind: 'present';
      /** Against this version's: `older` is brought up to date by the next start. */
      readonly schema: 'current' | 'older' | 'newer';
      readonly writable: boolean;
      /** With what waits in its log. */
      readonly bytes: number;
      /** Null: on another machine. */
      readonly freeBytes: number | null;
      /** Whether a server holds it now. */
      readonly served: boolean;
    };

export async function inspectDatabase(database: Database): Promise<DatabaseState> {
  return database.kind === 'sqlite' ? inspectSqlite(database.file) : await inspectPostgres(database.url);
}

/** To be read and left, beside a server that writes. */
export function readDatabase(database: Database): { readonly read: Reader; close(): Promise<void> } {
  if (database.kind === 'postgres') return openPostgres(database.url, silentLog);
  const { read, close } = readSqlite(database.file);
  return { read, close: async () => close() };
}
