import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateSqlite } from '../../src/db/migrate-sqlite.ts';
import { openSqlite } from '../../src/db/sqlite.ts';
import type { Store } from '../../src/db/store.ts';
import type { Log } from '../../src/lib/log.ts';
import { strictLog } from './log.ts';

export interface TestDatabase {
  readonly store: Store;
  readonly file: string;
  close(): Promise<void>;
}

export interface FreshFile {
  readonly file: string;
  remove(): void;
}

let migrated: string | undefined;

/** A database of its own, migrated; the migrations run once and the file is copied. */
export async function freshDatabase(log: Log = strictLog()): Promise<TestDatabase> {
  const { file, remove } = freshFile();
  const store = openSqlite(file, log);
  return {
    store,
    file,
    close: async () => {
      await store.close();
      remove();
    },
  };
}

/** The migrated file alone, for tests that open it themselves, more than once, or in another process. */
export function freshFile(): FreshFile {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-test-'));
  const file = join(folder, 'reveille.db');
  copyFileSync(template(), file);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function template(): string {
  if (migrated !== undefined) return migrated;
  const folder = mkdtempSync(join(tmpdir(), 'reveille-template-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'template.db');
  const result = migrateSqlite(file);
  if (!result.ok) throw new Error(result.refusal.message);
  migrated = file;
  return file;
}
