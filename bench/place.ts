import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ask, postgresPrograms, startPostgres } from '../test/support/postgres-server.ts';

export const kinds = ['sqlite', 'postgres'] as const;
export type Kind = (typeof kinds)[number];

/** A disk where databases are made; whatever is committed there has been synced, as in production. */
export interface Place {
  readonly kind: Kind;
  /** `SQLite 3.50.4` */
  readonly version: string;
  /** `DATABASE_URL` of an empty database of its own. */
  fresh(): Promise<string>;
  remove(): Promise<void>;
}

export async function openPlace(kind: Kind): Promise<Place> {
  return kind === 'sqlite' ? sqlitePlace() : await postgresPlace();
}

function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-bench-'));
  const memory = new Database(':memory:');
  const version = String(memory.prepare('select sqlite_version()').pluck().get());
  memory.close();
  let made = 0;
  return {
    kind: 'sqlite',
    version: `SQLite ${version}`,
    fresh: async () => {
      made += 1;
      return `file:${join(folder, `${made}`, 'reveille.db')}`;
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The tests' server syncs nothing; this one does. Otherwise it is as it is installed, but for room in memory. */
async function postgresPlace(): Promise<Place> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('PostgreSQL is not installed here; name sqlite to measure that alone');
  const synced = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'];
  const server = await startPostgres(programs, [...synced, 'shared_buffers=512MB', 'max_wal_size=4GB']);
  const [row] = await ask(server.url('postgres'), 'show server_version');
  let made = 0;
  return {
    kind: 'postgres',
    version: `PostgreSQL ${String(row?.server_version).split(' ')[0]} (fsync on)`,
    fresh: async () => {
      made += 1;
      await ask(server.url('postgres'), `create database bench_${made}`);
      return server.url(`bench_${made}`);
    },
    remove: () => server.remove(),
  };
}
