import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** One line that says what to set, for whoever reads why tests were skipped. */
export const postgresMissing =
  'skipped: tests on PostgreSQL, which is not installed; install it, or set TEST_POSTGRES_URL to a server on which databases may be made';

/** A PostgreSQL server of a test's own, empty at first; everybody is let in. */
export interface PostgresServer {
  /** `postgres://…` of the database of this name. */
  url(database: string): string;
  start(): Promise<void>;
  /** From now on lets in only whom these lines of `pg_hba.conf` name. */
  only(lines: readonly string[]): Promise<void>;
  /** `immediate` is as if it were killed; `fast` ends what its clients do and goes. */
  stop(how: 'immediate' | 'fast'): Promise<void>;
  /** Ends it and removes everything. */
  remove(): Promise<void>;
}

/** Where `initdb` and `postgres` are; null: nowhere. Debian keeps them off the PATH. */
export function postgresPrograms(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => `/usr/lib/postgresql/${version}/bin`);
  const path = (process.env.PATH ?? '').split(delimiter);
  return (
    [...debian, ...path].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ??
    null
  );
}

/** Made for tests alone: nothing is synced to the disk. `settings` are written as on its command line: `max_connections=20`. */
export async function startPostgres(programs: string, settings: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'reveille-postgres-'));
  const data = join(folder, 'data');
  const user = otherUser();
  mkdirSync(data, { mode: 0o700 });
  if (user !== null) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  // Its own folder may be one that this user cannot enter.
  const how = { cwd: folder, ...(user ?? {}) };
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(programs, 'initdb'), init, { ...how, stdio: 'pipe' });
  const port = await freePort();
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | null = null;
  const stop: PostgresServer['stop'] = async (mode) => {
    if (child === null) return;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    // postgresql.org/docs/current/server-shutdown.html
    child.kill(mode === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await gone;
    child = null;
  };
  const start = async (): Promise<void> => {
    const quick = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
    const here = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`];
    const words = [...here, ...quick, ...settings].flatMap((setting) => ['-c', setting]);
    child = spawn(join(programs, 'postgres'), ['-D', data, ...words], { ...how, stdio: 'ignore' });
    await answering(url('postgres'), child);
  };
  await start();
  return {
    url,
    start,
    stop,
    only: async (lines) => {
      writeFileSync(join(data, 'pg_hba.conf'), `${lines.join('\n')}\n`);
      await ask(url('postgres'), 'select pg_reload_conf()');
    },
    remove: async () => {
      await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    try {
      return void (await ask(url, 'select 1'));
    } catch {
      await moment(20);
    }
  }
  throw new Error(`PostgreSQL ended with ${child.exitCode}`);
}

/** One statement in a connection of its own; what comes back. */
export async function ask(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(text, [...values])).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** PostgreSQL does not run as root. */
function otherUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // There is no such user.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody');
}
