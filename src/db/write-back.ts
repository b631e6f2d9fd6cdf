import type { Database } from 'better-sqlite3';
import type { Log } from '../lib/log.ts';

/** Pages of the log after which SQLite writes it back; its own number is 1000. https://sqlite.org/pragma.html#pragma_wal_autocheckpoint */
const pages = { usually: 1000, onFullDisk: 64 } as const;
/** Milliseconds without a full disk until the log may grow again. */
const calm = 10 * 60_000;

/** Keeps the log of a database short while its disk is full or was so a moment ago. */
export interface WriteBack {
  /** A commit, or something before it, found the disk full. */
  full(): void;
  /** A commit succeeded. */
  committed(): void;
}

/**
 * SQLite writes its log back when it has 1000 pages, after a commit. On a full disk it never gets there, and no commit would
 * succeed again although the log could be used from its beginning (https://sqlite.org/wal.html#ckpt). And a log that has taken
 * the last room can never be written back, because the database has to grow for it: so while room is scarce, the log is
 * written back early and gives back what it has taken. `now`: milliseconds that only grow.
 */
export function createWriteBack(connection: Database, log: Log, now: () => number): WriteBack {
  let lastFull: number | null = null;
  const attempt = (pragmas: readonly string[]): void => {
    try {
      for (const pragma of pragmas) connection.pragma(pragma);
    } catch (error) {
      log.debug({ err: error }, 'the log of the database could not be written back');
    }
  };
  return {
    full: () => {
      const first = lastFull === null;
      lastFull = now();
      // Each attempt by itself: the last one fails as long as the database cannot grow.
      if (first) attempt([`wal_autocheckpoint = ${pages.onFullDisk}`, 'journal_size_limit = 0']);
      // PASSIVE waits for no reader.
      attempt(['wal_checkpoint(PASSIVE)']);
    },
    committed: () => {
      if (lastFull === null || now() - lastFull < calm) return;
      lastFull = null;
      attempt([`wal_autocheckpoint = ${pages.usually}`, 'journal_size_limit = -1']);
    },
  };
}
