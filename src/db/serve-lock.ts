import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { connect } from './sqlite.ts';

/** The driver closes a connection that nobody refers to any more, and its lock would go with it. */
const held = new Set<Database.Database>();

/** Milliseconds: as long as it takes others to look whether it is held, and more. */
const othersLook = 250;

/**
 * Held by the one process that serves a database: an exclusive transaction on a file of its own beside it. The operating
 * system frees it when the process is killed, so it is never stale. Null: another process has it.
 */
export function takeServeLock(databaseFile: string): { release(): void } | null {
  const connection: Database.Database = connect(lockOf(databaseFile));
  connection.pragma(`busy_timeout = ${othersLook}`);
  try {
    connection.exec('begin exclusive');
  } catch (error) {
    connection.close();
    if (isBusy(error)) return null;
    throw error;
  }
  held.add(connection);
  return {
    release: () => {
      connection.close();
      held.delete(connection);
    },
  };
}

/** Whether a process holds it. Makes nothing, and keeps nobody from taking it: whoever takes it waits for a look to end. */
export function isServed(databaseFile: string): boolean {
  if (!existsSync(lockOf(databaseFile))) return false;
  const connection = new Database(lockOf(databaseFile), { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    connection.prepare('select count(*) from sqlite_master').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    connection.close();
  }
}

function lockOf(databaseFile: string): string {
  return `${databaseFile}.lock`;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY';
}
