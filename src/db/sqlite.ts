import { accessSync, chmodSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { Log } from '../lib/log.ts';
import { sqliteSchema } from './schema/sqlite.ts';
import { saySqliteTrouble } from './sqlite-trouble.ts';
import type { Queries, Reader, Store } from './store.ts';
import { createTrial } from './trial.ts';
import { Writer } from './writer.ts';

/** Opens (and makes, folder included, readable by its owner alone) the database; it must be migrated already. */
export function openSqlite(file: string, log: Log): Store {
  const writing = connect(file);
  writing.pragma('journal_mode = WAL');
  // An accepted alert must survive a power cut: NORMAL would lose the last commits of a WAL (sqlite.org/pragma.html#pragma_synchronous).
  writing.pragma('synchronous = FULL');
  writing.pragma('foreign_keys = ON');
  // What a savepoint would bring back is kept in memory: each unit changes more than 64 KB of pages, and would write a file of its
  // own for that (sqlite.org/tempfiles.html#statement_journal_files). Half the time of an alert.
  writing.pragma('temp_store = MEMORY');
  // A group of 50 alerts changes about 2 MB of pages, the size of the default cache: it would be written twice.
  writing.pragma('cache_size = -16000');
  const reading = connect(file);
  reading.pragma('query_only = ON');

  const writer = new Writer(writing, reader(writing), log);
  const why = (error: unknown): string | null => saySqliteTrouble(error, file);
  let version = dataVersion(writing);
  return {
    shared: false,
    read: reader(reading),
    transaction: (unit) => writer.transaction(unit),
    trouble: createTrial((unit) => writer.transaction(unit), why),
    why,
    changedByOthers: () => {
      const before = version;
      version = dataVersion(writing);
      return version !== before;
    },
    announce: () => {},
    presentAs: async () => {},
    absent: async (owners) => owners,
    close: async () => {
      await writer.idle();
      reading.close();
      writing.close();
    },
  };
}

/** The same for whoever only looks, beside a server that writes; the file must be there and migrated. Makes and changes nothing. */
export function readSqlite(file: string): { readonly read: Reader; close(): void } {
  const reading = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  return { read: reader(reading), close: () => reading.close() };
}

/** One connection to `file`, made with mode 0600 when missing. Waits 5 s for another process's write. */
export function connect(file: string): Database.Database {
  makePrivate(file);
  const connection = new Database(file, { timeout: 5000 });
  return connection;
}

/** Why the database cannot be used at this place, in a sentence; null: it can, and its folder and file are there. */
export function whyNot(file: string): string | null {
  try {
    makePrivate(file);
    accessSync(file, constants.R_OK | constants.W_OK);
    // The log of a write stands beside it (sqlite.org/wal.html#read_only_databases).
    accessSync(dirname(file), constants.W_OK | constants.X_OK);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return `The database ${file} cannot be used: ${causes[String(error.code)] ?? error.message}. DATABASE_URL names it.`;
  }
  return statSync(file).isFile() ? null : `The database ${file} is a folder. DATABASE_URL must name a file in it.`;
}

const causes: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that disk can only be read',
  ENOSPC: 'that disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
};

function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file)) return;
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** Changes when another connection commits; our own commits do not move it (sqlite.org/pragma.html#pragma_data_version). */
function dataVersion(connection: Database.Database): unknown {
  return connection.pragma('data_version', { simple: true });
}

/**
 * drizzle asks the driver to compile each statement anew. Statements are kept by their text instead: the same text is the
 * same statement, and building it again costs more than running it.
 */
function reader(connection: Database.Database): Reader {
  const kept = new Map<string, Database.Statement>();
  const prepare = (text: string): Database.Statement => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const statement = connection.prepare(text);
    if (kept.size < 500) kept.set(text, statement);
    return statement;
  };
  const client = new Proxy(connection, {
    get: (target, property) => (property === 'prepare' ? prepare : Reflect.get(target, property, target)),
  });
  // Both builders run the same queries; the types that queries see are PostgreSQL's (see kit.ts).
  const db = drizzle(client) as unknown as Queries;
  return { db, t: sqliteSchema };
}
