import { createHash } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';

/**
 * PostgreSQL frees a session's locks when its process or its connection ends, and hears of a machine that is gone without a word
 * only by asking: after 25 s here, by default after two hours (postgresql.org/docs/current/runtime-config-connection.html).
 * Our end asks more often (see `settingsOf`), and has connected anew by then.
 */
const askedOften = `
  select set_config(name, wanted, false) from pg_settings join (values ('tcp_keepalives_idle', '10'),
    ('tcp_keepalives_interval', '3'), ('tcp_keepalives_count', '5'), ('tcp_user_timeout', '25000')) as ours (of, wanted)
  on of = name`;

/** Held as long as the connection lives. Shared, so that nobody waits for it: not even the same server that connects once more. */
export async function showPresence(client: pg.ClientBase, owner: string): Promise<void> {
  await client.query(askedOften);
  await client.query('select pg_advisory_lock_shared($1)', [keyOf(owner)]);
}

/** A key of one 64-bit number is shown in two halves (postgresql.org/docs/current/view-pg-locks.html). */
const shown = `
  select ((classid::bigint << 32) | objid::bigint)::text as key from pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted
      and database = (select oid from pg_database where datname = current_database())`;

const keys = z.object({ rows: z.array(z.object({ key: z.string() })) });

/** Says of an owner whether a connection that lives shows it now. */
export async function whoIsShown(ask: (text: string) => Promise<unknown>): Promise<(owner: string) => boolean> {
  const { rows } = keys.parse(await ask(shown));
  const found = new Set(rows.map(({ key }) => key));
  return (owner) => found.has(keyOf(owner));
}

/** 64 bits of its hash: no two owners have the same, nor has anybody else a lock of that key in this database. */
export function keyOf(owner: string): string {
  return createHash('sha256').update(`reveille ${owner}`).digest().readBigInt64BE().toString();
}
