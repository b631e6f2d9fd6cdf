import type { TestProject } from 'vitest/node';
import { migratePostgres } from '../../src/db/migrate-postgres.ts';
import { ask, postgresMissing, postgresPrograms, startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server for tests, and the migrated database on it that all others are copies of. */
    postgres: { readonly url: string; readonly template: string };
  }
}

/** Once for all tests: a server, where none is named, and a migrated database on it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, remove } = await server();
  const template = `reveille_test_${process.pid}_${Date.now()}`;
  const at = new URL(url);
  await ask(url, `create database ${template} encoding 'UTF8' template template0`);
  at.pathname = `/${template}`;
  const migrated = await migratePostgres(at.href);
  if (!migrated.ok) throw new Error(migrated.refusal.message);
  project.provide('postgres', { url, template });
  return async () => {
    const copies = 'select datname as name from pg_database where starts_with(datname, $1)';
    if (remove === null) {
      for (const { name } of await ask(url, copies, [template])) await ask(url, `drop database ${name} with (force)`);
    }
    await remove?.();
  };
}

/** `remove` is null where it is somebody else's. */
async function server(): Promise<{ url: string; remove: (() => Promise<void>) | null }> {
  const named = process.env.TEST_POSTGRES_URL ?? '';
  if (named !== '') return { url: named, remove: null };
  const programs = postgresPrograms();
  if (programs === null) throw new Error(postgresMissing);
  const own = await startPostgres(programs);
  return { url: own.url('postgres'), remove: own.remove };
}
