import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { inspectPostgres } from '../../src/db/inspect-postgres.ts';
import { migratePostgres } from '../../src/db/migrate-postgres.ts';
import { ask } from '../support/postgres-server.ts';

const { url: server, template } = inject('postgres');
const name = `${template}_inspect_${process.pid}`;
const role = `inspector_${process.pid}`;
const at = new URL(server);
at.pathname = `/${name}`;
const url = at.href;
at.username = role;
const asRole = at.href;

beforeEach(async () => {
  await ask(server, `create database ${name} encoding 'UTF8' template template0`);
  await ask(server, `create role ${role} login`);
});
afterEach(async () => {
  await ask(server, `drop database ${name} with (force)`);
  await ask(server, `drop role ${role}`);
});

test('an empty database is older and may be written', async () => {
  expect(await inspectPostgres(url)).toMatchObject({ kind: 'present', schema: 'older', writing: 'possible' });
});

test('who keeps us from writing: the server, or what our role was granted', async () => {
  await migratePostgres(url);
  expect(await inspectPostgres(asRole)).toMatchObject({
    kind: 'unreachable',
    reason: expect.stringContaining('grant it select, insert, update and delete on all tables'),
  });
  await ask(url, `grant select on all tables in schema public to ${role}`);
  expect(await inspectPostgres(asRole)).toMatchObject({ schema: 'current', writing: 'role-may-not' });
  await ask(url, `grant insert, update, delete on all tables in schema public to ${role}`);
  expect(await inspectPostgres(asRole)).toMatchObject({ schema: 'current', writing: 'possible' });
  await ask(server, `alter database ${name} set default_transaction_read_only = on`);
  expect(await inspectPostgres(asRole)).toMatchObject({ schema: 'current', writing: 'server-is-read-only' });
});
