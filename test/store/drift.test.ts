import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as postgresTables from '../../src/db/schema/postgres.ts';
import * as schema from '../../src/db/schema/sqlite.ts';
import { packageRoot } from '../../src/lib/package-root.ts';

/** What drizzle-kit wrote down of the schema when it made the last migration. */
function lastSnapshot(dialect: 'sqlite' | 'postgres'): unknown {
  const meta = join(packageRoot, 'migrations', dialect, 'meta');
  const json = (name: string): unknown => JSON.parse(readFileSync(join(meta, name), 'utf8'));
  const journal = z.object({ entries: z.array(z.object({ idx: z.number() })) }).parse(json('_journal.json'));
  return json(`${String(journal.entries.at(-1)?.idx).padStart(4, '0')}_snapshot.json`);
}

test('the migrations of SQLite make the schema: `npm run db:generate` has nothing to write', async () => {
  const now = await generateSQLiteDrizzleJson(schema);
  const snapshot = z.custom<typeof now>((value) => value instanceof Object && 'tables' in value);
  expect(await generateSQLiteMigration(snapshot.parse(lastSnapshot('sqlite')), now)).toEqual([]);
});

test('and so do those of PostgreSQL', async () => {
  const now = generateDrizzleJson({ ...postgresTables });
  const snapshot = z.custom<typeof now>((value) => value instanceof Object && 'tables' in value);
  expect(await generateMigration(snapshot.parse(lastSnapshot('postgres')), now)).toEqual([]);
});

test('every table of the schema is exported for `drizzle-kit` to read', () => {
  const { sqliteSchema, ...tables } = schema;
  expect(Object.keys(tables).sort()).toEqual(Object.keys(sqliteSchema).sort());
});

test('a table that is missing from the migrations would be seen', async () => {
  const { job, ...rest } = schema;
  const statements = await generateSQLiteMigration(
    await generateSQLiteDrizzleJson(rest),
    await generateSQLiteDrizzleJson({ ...rest, job }),
  );
  expect(statements.join('\n')).toContain('CREATE TABLE `job`');
  const { job: postgresJob, ...postgresRest } = postgresTables;
  const more = await generateMigration(
    generateDrizzleJson(postgresRest),
    generateDrizzleJson({ ...postgresRest, postgresJob }),
  );
  expect(more.join('\n')).toContain('CREATE TABLE "job"');
});
