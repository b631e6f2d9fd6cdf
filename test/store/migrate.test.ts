import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { migrateSqlite } from '../../src/db/migrate-sqlite.ts';
import { connect } from '../../src/db/sqlite.ts';
import { packageRoot } from '../../src/lib/package-root.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reveille-test-'));
  file = join(folder, 'reveille.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const journalOf = z.looseObject({ entries: z.array(z.looseObject({ idx: z.number(), when: z.number() })) });

/** Our migrations and one more, as a later version would have them. */
function withOneMore(sql: string): string {
  const migrations = join(folder, 'migrations');
  cpSync(join(packageRoot, 'migrations', 'sqlite'), migrations, { recursive: true });
  const path = join(migrations, 'meta', '_journal.json');
  const journal = journalOf.parse(JSON.parse(readFileSync(path, 'utf8')));
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: (last?.idx ?? 0) + 1, when: (last?.when ?? 0) + 1000, tag: 'next' });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(migrations, 'next.sql'), sql);
  return migrations;
}

function fill(): void {
  const raw = connect(file);
  raw.exec(`
    insert into account (id, key, last_number, notices, created_at) values ('acc_1', 'acme', 0, '{}', 0);
    insert into person (id, account_id, key, name, zone, role, status, created_at)
      values ('per_1', 'acc_1', 'ada', 'Ada', 'Europe/London', 'owner', 'active', 0),
             ('per_2', 'acc_1', 'bo', 'Bo', 'America/Chicago', 'responder', 'active', 0);`);
  raw.close();
}

function names(): unknown[] {
  const raw = connect(file);
  const rows = raw
    .prepare('select person.name from person join account on account.id = account_id order by person.id')
    .pluck()
    .all();
  raw.close();
  return rows;
}

const rebuild = (definition: string, columns: string): string =>
  [
    `CREATE TABLE __new_account (${definition});`,
    `INSERT INTO __new_account (${columns}) SELECT ${columns} FROM account;`,
    'DROP TABLE account;',
    'ALTER TABLE __new_account RENAME TO account;',
  ].join('--> statement-breakpoint\n');

test('a new database is migrated once', () => {
  expect(migrateSqlite(file)).toMatchObject({ ok: true, value: { applied: expect.any(Number) } });
  expect(migrateSqlite(file)).toEqual({ ok: true, value: { applied: 0 } });
  fill();
  expect(names()).toEqual(['Ada', 'Bo']);
});

test('a database that is filled keeps its rows when a table that others name is rebuilt', () => {
  migrateSqlite(file);
  fill();
  const columns = 'id, key, last_number, notices, created_at';
  const definition =
    'id text primary key not null, key text not null, last_number integer not null, notices text not null, created_at integer not null';
  expect(migrateSqlite(file, withOneMore(rebuild(definition, columns)))).toEqual({ ok: true, value: { applied: 1 } });
  expect(names()).toEqual(['Ada', 'Bo']);
});

test('a migration that leaves rows without their parent is a fault', () => {
  migrateSqlite(file);
  fill();
  expect(() => migrateSqlite(file, withOneMore('DELETE FROM account;'))).toThrow(
    'a migration left 2 rows without their parent',
  );
});

test('a migration that fails changes nothing', () => {
  migrateSqlite(file);
  fill();
  const broken = withOneMore(
    "UPDATE person SET name = 'Eve';--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);",
  );
  expect(() => migrateSqlite(file, broken)).toThrow('nowhere');
  expect(names()).toEqual(['Ada', 'Bo']);
});

test('a database of a newer version is refused with words and left alone', () => {
  migrateSqlite(file, withOneMore('CREATE TABLE later (id text);'));
  const refused = migrateSqlite(file);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'newer-version' } });
  expect(refused).toMatchObject({ refusal: { message: expect.stringContaining('written by a newer version') } });
});

test.each([
  ['a word', 'hello'],
  ['a long text', 'Not a database. '.repeat(500)],
])('%s is not a database, and is left as it is', (_, text) => {
  writeFileSync(file, text);
  const refused = migrateSqlite(file);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'not-a-database' } });
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('an empty file becomes a database', () => {
  writeFileSync(file, '');
  expect(migrateSqlite(file).ok).toBe(true);
  expect(existsSync(file)).toBe(true);
});

test('what was acknowledged before timeouts were there was heard of then, not never', () => {
  const migrations = join(folder, 'first');
  cpSync(join(packageRoot, 'migrations', 'sqlite'), migrations, { recursive: true });
  const path = join(migrations, 'meta', '_journal.json');
  const journal = journalOf.parse(JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 2) }));
  migrateSqlite(file, migrations);
  fill();
  const raw = connect(file);
  raw.exec(`
    insert into service (id, account_id, key, name, channels, status, created_at)
      values ('svc_1', 'acc_1', 'web', 'Web shop', '{}', 'active', 0);
    insert into incident (id, account_id, service_id, number, key, summary, severity, policy, opened_at, status, step,
        position, step_at, exhausted, triggered_at, acknowledged_at, alert_count, last_alert_at, last_place, version)
      values ('inc_1', 'acc_1', 'svc_1', 1, 'a', 'A', 'critical', '{}', 10, 'triggered', 1, 0, 10, 0, 10, null, 1, 10, 1, 1),
             ('inc_2', 'acc_1', 'svc_1', 2, 'b', 'B', 'critical', '{}', 10, 'acknowledged', 1, 0, 10, 0, 10, 70, 1, 10, 1, 1);`);
  raw.close();
  expect(migrateSqlite(file).ok).toBe(true);
  const after = connect(file);
  expect(after.prepare('select heard_at from incident order by number').pluck().all()).toEqual([10, 70]);
  after.close();
});
