import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { postgresSchema } from './schema/postgres.ts';
import type { Reader } from './store.ts';

/** How long a connection may take to be made or to come free, in milliseconds. */
export const patience = 10_000;

/**
 * What every connection is made with; what the URL says comes first. Where nobody answers any more it is lost after 15 s: after
 * 5 s of silence Node asks once a second, ten times (nodejs.org/api/net.html#socketsetkeepaliveenable-initialdelay).
 */
export function settingsOf(url: string): pg.ClientConfig {
  const asked = { keepAlive: true, keepAliveInitialDelayMillis: 5000 };
  return { connectionString: url, application_name: 'reveille', connectionTimeoutMillis: patience, ...asked };
}

/**
 * Whoever is frozen inside a transaction must not keep its locks. And a commit is on the disk before its caller hears of it,
 * also on a server that spares its others that wait (postgresql.org/docs/current/wal-async-commit.html).
 */
const session = `
  set idle_in_transaction_session_timeout = '30s';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off';`;

/**
 * Connections that are kept open. One that is lost is made anew for whoever comes next; nobody has to hear of it, and an
 * error event that nobody hears would end the process. `made` is done to each before it is used.
 */
export function openPool(
  url: string,
  lost: (error: Error) => void,
  made: (client: pg.ClientBase) => Promise<void>,
): pg.Pool {
  const prepare = async (client: pg.ClientBase): Promise<void> => {
    // While somebody has it, the pool does not listen.
    client.on('error', lost);
    await client.query(session);
    await made(client);
  };
  // An answer that never comes must not keep a request for ever; no query of ours takes a second.
  const pool = new pg.Pool({ ...settingsOf(url), max: 10, query_timeout: 20_000, onConnect: prepare });
  pool.on('error', lost);
  return pool;
}

/** Queries on a connection, or on whichever of a pool is free. */
export function readerOf(client: pg.Pool | pg.PoolClient): Reader {
  const query = (config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> =>
    client.query(config, values?.map(withoutNull));
  const cleaned = new Proxy(client, {
    get: (target, property) => (property === 'query' ? query : Reflect.get(target, property, target)),
  });
  return { db: drizzle(cleaned), t: postgresSchema };
}

/** A text of PostgreSQL holds every character but U+0000 (postgresql.org/docs/current/datatype-character.html). */
function withoutNull(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
