import Database from 'better-sqlite3';
import pg from 'pg';

/** Writes and asks directly, beside the server: for filling, and for reading what it has done. Values are written as `?`. */
export interface Rows {
  readonly kind: 'sqlite' | 'postgres';
  ask(text: string, ...values: readonly (string | number)[]): Promise<Record<string, unknown>[]>;
  /** Several statements in one transaction, in which nothing that refers to a row is checked. */
  run(text: string): Promise<void>;
  close(): Promise<void>;
}

export async function openRows(url: string): Promise<Rows> {
  if (url.startsWith('file:')) return onSqlite(url.slice('file:'.length));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    kind: 'postgres',
    ask: async (text, ...values) => {
      let at = 0;
      return (
        await client.query(
          text.replaceAll('?', () => `$${++at}`),
          [...values],
        )
      ).rows;
    },
    run: async (text) => {
      await client.query(`begin; set local session_replication_role = replica; ${text}; commit`);
    },
    close: () => client.end(),
  };
}

function onSqlite(file: string): Rows {
  const db = new Database(file, { timeout: 60_000 });
  db.pragma('foreign_keys = OFF');
  return {
    kind: 'sqlite',
    ask: async (text, ...values) => {
      const statement = db.prepare(text);
      if (statement.reader) return statement.all(...values) as Record<string, unknown>[];
      statement.run(...values);
      return [];
    },
    run: async (text) => {
      db.exec(`begin immediate; ${text}; commit`);
    },
    close: async () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
