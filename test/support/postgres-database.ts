import { getTableName } from 'drizzle-orm';
import { inject } from 'vitest';
import { postgresSchema } from '../../src/db/schema/postgres.ts';
import { ask } from './postgres-server.ts';

export interface FreshPostgres {
  readonly url: string;
  /** Gives it back, to be emptied and used by the next test of this file. */
  remove(): Promise<void>;
}

const free: string[] = [];
let made = 0;

/** Children before their parents. */
const emptied = Object.values(postgresSchema)
  .map((table) => `delete from "${getTableName(table)}";`)
  .reverse()
  .join('\n');

/** A migrated, empty database of its own: a copy of the one that was migrated, or one that a test has done with. */
export async function freshPostgres(): Promise<FreshPostgres> {
  const url = free.pop() ?? (await copy());
  return {
    url,
    remove: async () => {
      await ask(url, emptied);
      free.push(url);
    },
  };
}

async function copy(): Promise<string> {
  const { url: server, template } = inject('postgres');
  made += 1;
  const name = `${template}_${process.pid}_${made}`;
  await ask(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
