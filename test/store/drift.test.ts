import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as schema from '../../src/db/schema/sqlite.ts';
import { packageRoot } from '../../src/lib/package-root.ts';

const meta = join(packageRoot, 'migrations', 'sqlite', 'meta');
const json = (name: string): unknown => JSON.parse(readFileSync(join(meta, name), 'utf8'));

test('the migrations make the schema: `npm run db:generate` has nothing to write', async () => {
  const journal = z.object({ entries: z.array(z.object({ idx: z.number() })) }).parse(json('_journal.json'));
  const last = String(journal.entries.at(-1)?.idx).padStart(4, '0');
  const now = await generateSQLiteDrizzleJson(schema);
  const snapshot = z.custom<typeof now>((value) => value instanceof Object && 'tables' in value);
  const before = snapshot.parse(json(`${last}_snapshot.json`));
  expect(await generateSQLiteMigration(before, now)).toEqual([]);
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
});
