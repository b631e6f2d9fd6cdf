import Database from 'better-sqlite3';
import pg from 'pg';
import { knownAddresses, knownOf, knownServices } from './limit-known.ts';
import { opened, repeated, type StatementName, statements } from './limit-rows.ts';

interface Alert {
  readonly key: string;
  readonly summary: string;
  readonly source: string;
}

/** Stores one event; resolves when it is durable. */
export interface LimitStore {
  receive(hash: string, alert: Alert, now: number): Promise<void>;
}

export async function openLimit(url: string): Promise<LimitStore> {
  return url.startsWith('file:') ? onSqlite(url.slice('file:'.length)) : await onPostgres(url);
}

const names = Object.keys(statements) as StatementName[];

/** In the same groups as ours: whatever waits is written in one transaction, with a turn of the event loop between two. */
function onSqlite(file: string): LimitStore {
  const db = new Database(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) db.pragma(pragma);
  const known = knownOf(db.prepare(knownServices).all(), db.prepare(knownAddresses).all());
  const made = new Map(names.map((name) => [name, db.prepare(statements[name])]));
  const get = (name: StatementName, ...values: unknown[]): Record<string, unknown> | undefined =>
    made.get(name)?.get(...values) as Record<string, unknown> | undefined;

  const write = (hash: string, alert: Alert, now: number): void => {
    const service = known.get(hash);
    if (service === undefined || get('key', hash) === undefined) throw new Error('unknown key');
    const open = get('open', service.serviceId, alert.key);
    const rows =
      open === undefined
        ? opened(service, alert, Number(get('number', service.accountId)?.number), now)
        : repeated(String(open.id), alert.key, now);
    for (const [name, values] of rows) made.get(name)?.run(...values);
  };
  let queue: { work: () => void; done: () => void }[] = [];
  let running = false;
  const group = (): void => {
    const waiting = queue;
    queue = [];
    db.exec('begin immediate');
    for (const { work } of waiting) work();
    db.exec('commit');
    for (const { done } of waiting) done();
    setImmediate(() => {
      if (queue.length > 0) group();
      else running = false;
    });
  };
  return {
    receive: (hash, alert, now) =>
      new Promise((done) => {
        queue.push({ work: () => write(hash, alert, now), done });
        if (running) return;
        running = true;
        setImmediate(group);
      }),
  };
}

/** A transaction for each event on one of as many connections as ours. */
async function onPostgres(url: string): Promise<LimitStore> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const known = knownOf((await pool.query(knownServices)).rows, (await pool.query(knownAddresses)).rows);
  const texts = new Map(
    names.map((name) => {
      let at = 0;
      return [name, statements[name].replaceAll('?', () => `$${++at}`)];
    }),
  );
  return {
    receive: async (hash, alert, now) => {
      const client = await pool.connect();
      const run = async (name: StatementName, values: readonly unknown[]) =>
        (await client.query({ name, text: texts.get(name) ?? '', values: [...values] })).rows;
      try {
        await client.query('begin');
        const service = known.get(hash);
        if (service === undefined || (await run('key', [hash])).length === 0) throw new Error('unknown key');
        const [open] = await run('open', [service.serviceId, alert.key]);
        if (open === undefined) {
          const [taken] = await run('number', [service.accountId]);
          for (const [name, values] of opened(service, alert, taken.number, now)) await run(name, values);
        } else {
          for (const [name, values] of repeated(open.id, alert.key, now)) await run(name, values);
        }
        await client.query('commit');
      } finally {
        client.release();
      }
    },
  };
}
