import type { Database } from 'better-sqlite3';
import { connect } from './sqlite.ts';

/** The driver closes a connection that nobody refers to any more, and its lock would go with it. */
const held = new Set<Database>();

/**
 * Held by the one process that serves a database: an exclusive transaction on a file of its own beside it. The operating
 * system frees it when the process is killed, so it is never stale. Null: another process has it.
 */
export function takeServeLock(databaseFile: string): { release(): void } | null {
  const connection: Database = connect(`${databaseFile}.lock`);
  connection.pragma('busy_timeout = 0');
  try {
    connection.exec('begin exclusive');
  } catch (error) {
    connection.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
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
