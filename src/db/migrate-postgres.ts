import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { z } from 'zod';
import { packageRoot } from '../lib/package-root.ts';
import { no, ok, type Result } from '../lib/result.ts';
import { appliedRows, type Migrated, type MigrateRefusal, newerThanOurs } from './migrations.ts';
import { patience, settingsOf } from './postgres-connection.ts';
import { noAnswer, placeOf, readOnly, sayLoss, sayTrouble } from './postgres-trouble.ts';

export const postgresMigrations = join(packageRoot, 'migrations', 'postgres');

/** Held while migrating, so that of two processes which start at once the second finds nothing to do. Any number of ours. */
const lock = 7_383_548_355;

/**
 * Brings the database to this version's schema; the only way to do so. All of it is one transaction. Where nothing is to be
 * done, no right to change the schema is needed. The options are for tests: of migrations that are not written
 * yet, and of how long it waits to be let in.
 */
export async function migratePostgres(
  url: string,
  { folder = postgresMigrations, wait = patience } = {},
): Promise<Result<Migrated, MigrateRefusal>> {
  const client = new pg.Client({ ...settingsOf(url), connectionTimeoutMillis: wait });
  const begun = performance.now();
  let connected = false;
  // What is lost in the middle is told by the query that was running.
  client.on('error', () => {});
  try {
    await client.connect();
    connected = true;
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    const result = await migrate(client, url, folder);
    await client.query(result.ok ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    const silent = !connected && performance.now() - begun >= wait;
    const why = connected ? sayLoss : sayTrouble;
    const message = silent ? noAnswer(placeOf(url), `within ${wait / 1000} s`) : why(error, url);
    if (message === null) throw error;
    return no({ code: 'not-usable', message });
  } finally {
    await client.end().catch(() => {});
  }
}

async function migrate(client: pg.Client, url: string, folder: string): Promise<Result<Migrated, MigrateRefusal>> {
  const place = placeOf(url);
  const problem = await unusable(client, place);
  if (problem !== null) return no({ code: 'not-usable', message: problem });
  const applied = await appliedTo(client);
  const newer = newerThanOurs(folder, applied ?? [], place);
  if (newer !== null) return no(newer);
  const latest = Math.max(0, ...(applied ?? []).map(({ when }) => when));
  const missing = readMigrationFiles({ migrationsFolder: folder }).filter((each) => each.folderMillis > latest);
  // The table that drizzle itself would keep, in the schema that all others are in.
  if (applied === null) {
    await client.query(
      'create table __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
    );
  }
  for (const { sql, hash, folderMillis } of missing) {
    for (const statement of sql) await client.query(statement);
    await client.query('insert into __drizzle_migrations (hash, created_at) values ($1, $2)', [hash, folderMillis]);
  }
  const denied = await missingRight(client);
  if (denied !== null) {
    const message = `${denied} may not write in ${place}. Grant it select, insert, update and delete on all tables, or use the owner.`;
    return no({ code: 'not-usable', message });
  }
  return ok({ applied: missing.length });
}

const server = z.tuple([z.object({ reading: z.string(), encoding: z.string() })]);

async function unusable(client: pg.Client, place: string): Promise<string | null> {
  const { rows } = await client.query(
    "select current_setting('transaction_read_only') as reading, current_setting('server_encoding') as encoding",
  );
  const [{ reading, encoding }] = server.parse(rows);
  if (reading === 'on') return readOnly(place);
  if (encoding === 'UTF8') return null;
  return `${place} has the encoding ${encoding}, which cannot hold what people write. Make it anew: createdb --template=template0 --encoding=UTF8.`;
}

/** Null: nothing was ever applied. */
async function appliedTo(client: pg.Client): Promise<{ when: number }[] | null> {
  const { rowCount } = await client.query("select 1 where to_regclass('__drizzle_migrations') is not null");
  if (rowCount === 0) return null;
  const { rows } = await client.query('select created_at as "when" from __drizzle_migrations');
  return appliedRows.parse(rows);
}

const role = z.array(z.object({ name: z.string() }));

/** Who we are, where we may not write our tables. */
async function missingRight(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query(
    `select current_user as name from unnest(array['select', 'insert', 'update', 'delete']) as needed
     where not has_table_privilege('job', needed)`,
  );
  return role.parse(rows)[0]?.name ?? null;
}
