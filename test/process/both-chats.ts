import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, vi } from 'vitest';
import { type ChatsAround, openChatsAround } from './chats-around.ts';

export interface Incident {
  readonly number: number;
  readonly status: string;
  /** How often it was acknowledged. */
  readonly acknowledged: number;
  /** How many pages are known to have arrived. */
  readonly delivered: number;
  /** The platform's ids of the messages that are kept true, in the channel and to Ada. */
  readonly messages: readonly string[];
}

/** Everything around a server that keeps it in a file. */
export interface BothChats extends ChatsAround {
  readonly database: Database.Database;
  /** Keeps every commit waiting until the returned function is called; at most 5 s, then SQLite says no. */
  lock(): () => void;
  /** The incidents of that key. */
  incidents(key: string): readonly Incident[];
}

export async function openBothChats(): Promise<BothChats> {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-both-'));
  const file = join(folder, 'reveille.db');
  const chats = await openChatsAround(`file:${file}`);
  const database = new Database(file);
  return {
    ...chats,
    database,
    lock: () => {
      database.exec('begin immediate');
      return () => database.exec('rollback');
    },
    incidents: (key) => incidentsOf(database, key),
    close: async () => {
      await chats.close();
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function incidentsOf(database: Database.Database, key: string): readonly Incident[] {
  const rows = database
    .prepare<[string], { id: string; number: number; status: string }>(
      'select id, number, status from incident where key = ? order by number',
    )
    .all(key);
  const told = database
    .prepare<[string, string], number>('select count(*) from event where incident_id = ? and name = ?')
    .pluck();
  const shown = database.prepare<[string], string>(
    'select message from mirror where incident_id = ? and message is not null and not stray',
  );
  return rows.map(({ id, number, status }) => ({
    number,
    status,
    acknowledged: told.get(id, 'incident.acknowledged') ?? 0,
    delivered: told.get(id, 'page.delivered') ?? 0,
    messages: shown.pluck().all(id),
  }));
}

/** Resolves once the server answers nobody: it waits for the database in the middle of a commit. */
export async function untilStuck(address: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const answered = fetch(`${address}/healthz`, { signal: AbortSignal.timeout(250) });
      expect(
        await answered.then(
          () => true,
          () => false,
        ),
      ).toBe(false);
    },
    { timeout: 10_000, interval: 10 },
  );
}
