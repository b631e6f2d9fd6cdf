import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { migratePostgres } from '../../src/db/migrate-postgres.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { ask } from '../support/postgres-server.ts';

let folder: string;
let name: string;
let url: string;
let made = 0;
const { url: server, template } = inject('postgres');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reveille-test-'));
  made += 1;
  name = `${template}_migrate_${process.pid}_${made}`;
  await ask(server, `create database ${name} encoding 'UTF8' template template0`);
  const at = new URL(server);
  at.pathname = `/${name}`;
  url = at.href;
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await ask(server, `drop database ${name} with (force)`);
});

const journalOf = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number(), when: z.number() })) });

/** Our migrations and one more, as a later version would have them. */
function withOneMore(sql: string): string {
  const migrations = join(folder, 'migrations');
  cpSync(join(packageRoot, 'migrations', 'postgres'), migrations, { recursive: true });
  const path = join(migrations, 'meta', '_journal.json');
  const journal = journalOf.parse(JSON.parse(readFileSync(path, 'utf8')));
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: (last?.idx ?? 0) + 1, when: (last?.when ?? 0) + 1000, tag: 'next' });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(migrations, 'next.sql'), sql);
  return migrations;
}

const fill = () =>
  ask(
    url,
    `insert into account (id, key, last_number, notices, created_at) values ('acc_1', 'acme', 0, '{}', 0);
     insert into person (id, account_id, key, name, zone, role, status, created_at)
       values ('per_1', 'acc_1', 'ada', 'Ada', 'Europe/London', 'owner', 'active', 0),
              ('per_2', 'acc_1', 'bo', 'Bo', 'America/Chicago', 'responder', 'active', 0);`,
  );
const names = async () =>
  (await ask(url, 'select person.name from person join account on account.id = account_id order by person.id')).map(
    (row) => row.name,
  );

test('a new database is migrated once', async () => {
  expect(await migratePostgres(url)).toMatchObject({ ok: true, value: { applied: expect.any(Number) } });
  expect(await migratePostgres(url)).toEqual({ ok: true, value: { applied: 0 } });
  await fill();
  expect(await names()).toEqual(['Ada', 'Bo']);
});

test('of several that start at once one migrates, and the others find it done', async () => {
  const results = await Promise.all(Array.from({ length: 4 }, () => migratePostgres(url)));
  const applied = results.map((result) => (result.ok ? result.value.applied : result.refusal));
  expect(applied.filter((count) => count === 0)).toHaveLength(3);
  expect(applied.filter((count) => count !== 0)).toEqual([expect.any(Number)]);
});

test('a database that is filled keeps its rows', async () => {
  await migratePostgres(url);
  await fill();
  const next = withOneMore(
    `ALTER TABLE "person" ADD COLUMN "pronouns" text;--> statement-breakpoint
     ALTER TABLE "account" RENAME TO "organisation";--> statement-breakpoint
     ALTER TABLE "organisation" RENAME TO "account";`,
  );
  expect(await migratePostgres(url, { folder: next })).toEqual({ ok: true, value: { applied: 1 } });
  expect(await names()).toEqual(['Ada', 'Bo']);
});

test('a migration that fails changes nothing', async () => {
  await migratePostgres(url);
  await fill();
  const broken = withOneMore("UPDATE person SET name = 'Cy';--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);");
  const refused = await migratePostgres(url, { folder: broken });
  expect(refused).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('nowhere') } });
  expect(await names()).toEqual(['Ada', 'Bo']);
  expect(await migratePostgres(url)).toEqual({ ok: true, value: { applied: 0 } });
});

test('a database of a newer version is refused with words and left alone', async () => {
  await migratePostgres(url, { folder: withOneMore('CREATE TABLE later (id text);') });
  const refused = await migratePostgres(url);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'newer-version' } });
  expect(refused).toMatchObject({ refusal: { message: expect.stringContaining('written by a newer version') } });
  expect(JSON.stringify(refused)).toContain(name);
});

test('a role that may write rows but not change the schema is enough once it is migrated', async () => {
  const role = `writer_${made}_${process.pid}`;
  const at = new URL(url);
  at.username = role;
  at.password = 'hush-hush';
  await ask(server, `create role ${role} login password 'hush-hush'`);
  try {
    const early = await migratePostgres(at.href);
    expect(early).toMatchObject({
      ok: false,
      refusal: { code: 'not-usable', message: expect.stringContaining(`OWNER TO "${role}"`) },
    });
    await migratePostgres(url);
    await ask(url, `grant select on all tables in schema public to ${role}`);
    const reading = await migratePostgres(at.href);
    expect(reading).toMatchObject({
      refusal: { message: expect.stringMatching(`${role} may not write in .*${name}`) },
    });
    await ask(url, `grant insert, update, delete on all tables in schema public to ${role}`);
    expect(await migratePostgres(at.href)).toEqual({ ok: true, value: { applied: 0 } });
    expect(JSON.stringify([early, reading])).not.toContain('hush-hush');
  } finally {
    await ask(url, `drop owned by ${role}; drop role ${role}`);
  }
});

test('a server or a role that only reads is said', async () => {
  await ask(server, `alter database ${name} set default_transaction_read_only = on`);
  expect(await migratePostgres(url)).toMatchObject({
    ok: false,
    refusal: { code: 'not-usable', message: expect.stringContaining('can only be read') },
  });
});

test('a database of another encoding is said', async () => {
  await ask(server, `drop database ${name}`);
  await ask(server, `create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`);
  expect(await migratePostgres(url)).toMatchObject({
    refusal: { message: expect.stringContaining('the encoding LATIN1') },
  });
});
