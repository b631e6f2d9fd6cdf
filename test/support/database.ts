import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateSqlite } from '../../src/db/migrate-sqlite.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { openSqlite } from '../../src/db/sqlite.ts';
import type { Store } from '../../src/db/store.ts';
import type { Log } from '../../src/lib/log.ts';
import { strictLog } from './log.ts';
import { freshPostgres } from './postgres-database.ts';

export interface TestDatabase {
  readonly store: Store;
  /** Opens it once more, as another process would. */
  open(): Store;
  close(): Promise<void>;
}

export interface FreshFile {
  readonly file: string;
  remove(): void;
}

/** What the tests of this project run on; see vitest.config.ts. */
export const onPostgres = process.env.TEST_DATABASE === 'postgres';

/** A database of its own, migrated: of SQLite or of PostgreSQL, as the project says. */
export async function freshDatabase(log: Log = strictLog()): Promise<TestDatabase> {
  if (onPostgres) {
    const { url, remove } = await freshPostgres();
    return opened(() => openPostgres(url, log), remove);
  }
  return freshSqlite(log);
}

/** For tests of what only SQLite does. */
export function freshSqlite(log: Log = strictLog()): TestDatabase & { readonly file: string } {
  const { file, remove } = freshFile();
  return {
    ...opened(
      () => openSqlite(file, log),
      async () => remove(),
    ),
    file,
  };
}

function opened(open: () => Store, remove: () => Promise<void>): TestDatabase {
  const stores: Store[] = [];
  const once = (): Store => {
    const store = open();
    stores.push(store);
    return store;
  };
  return {
    store: once(),
    open: once,
    close: async () => {
      for (const store of stores) await store.close();
      await remove();
    },
  };
}

let migrated: string | undefined;

/** The migrated file alone, for tests that open it themselves, more than once, or in another process. The migrations run once. */
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
