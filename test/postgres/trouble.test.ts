import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migratePostgres } from '../../src/db/migrate-postgres.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { placeOf } from '../../src/db/postgres-trouble.ts';
import { silentLog } from '../../src/lib/log.ts';
import { freePort } from '../support/free-port.ts';
import { ask, type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres-server.ts';

const programs = postgresPrograms();

test.each([
  ['postgres://ada:hush@db.example.com/reveille', 'postgres://db.example.com:5432/reveille'],
  ['postgresql://ada@db:6432/reveille?sslmode=require&password=hush', 'postgres://db:6432/reveille'],
  ['postgres:///reveille?host=/var/run/postgresql', 'postgres:///var/run/postgresql:5432/reveille'],
])('%s is called %s', (url, place) => {
  expect(placeOf(url)).toBe(place);
});

/** What is said of a database that cannot be used; it never holds the password. */
async function said(url: string): Promise<string> {
  const result = await migratePostgres(url);
  if (result.ok) throw new Error('it could be used');
  expect(result.refusal.message).not.toContain('hush');
  return result.refusal.message;
}

test('nobody listens there', async () => {
  const place = `127.0.0.1:${await freePort()}`;
  expect(await said(`postgres://ada:hush@${place}/reveille`)).toBe(
    `No PostgreSQL server answers at postgres://${place}/reveille (ECONNREFUSED). Start it, or mend the host and port in DATABASE_URL.`,
  );
});

test('there is no such host', async () => {
  expect(await said('postgres://ada:hush@nowhere.invalid/reveille')).toMatch(
    /^No PostgreSQL server answers at postgres:\/\/nowhere\.invalid:5432\/reveille \((ENOTFOUND|EAI_AGAIN)\)\./,
  );
});

test('somebody listens there and says nothing', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const result = await migratePostgres(`postgres://ada@127.0.0.1:${port}/reveille`, { wait: 100 });
  silent.close();
  expect(result).toMatchObject({
    refusal: { message: expect.stringMatching(/^No PostgreSQL server answers at .*\/reveille within 0\.1 s\./) },
  });
});

/** A server that asks for passwords; only where its programs are here. */
let server: PostgresServer;
beforeAll(async () => {
  if (programs === null) return;
  server = await startPostgres(programs, ['password_encryption=scram-sha-256']);
  await ask(server.url('postgres'), "create role ada login password 'right'");
  await ask(server.url('postgres'), 'create database reveille owner ada');
  await server.only(['host all postgres 127.0.0.1/32 trust', 'host all ada 127.0.0.1/32 scram-sha-256']);
});
afterAll(() => server?.remove());

function urlOf(change: { username?: string; password?: string; pathname?: string }): string {
  return Object.assign(new URL(server.url('reveille')), { username: 'ada', password: 'right', ...change }).href;
}

test.skipIf(programs === null)('the right password opens it', async () => {
  expect(await migratePostgres(urlOf({}))).toMatchObject({ ok: true });
});

test.skipIf(programs === null).each([
  [
    { password: 'hush' },
    /^postgres:\/\/127\.0\.0\.1:\d+\/reveille refuses the password of ada\. DATABASE_URL holds it\.$/,
  ],
  [{ password: '' }, /\/reveille asks for the password of ada, and DATABASE_URL has none\.$/],
  [
    { pathname: '/other' },
    /^There is no database other at postgres:.*\. Make it \(createdb other\), or mend DATABASE_URL\.$/,
  ],
  [{ username: 'cy', password: 'hush' }, /^postgres:.* does not let cy in: .*\. DATABASE_URL names both\.$/],
])('%j is said', async (change, sentence) => {
  expect(await said(urlOf(change))).toMatch(sentence);
});

test.skipIf(programs === null)(
  'a database that is open and then only reads, or is away, is said while it lasts',
  async () => {
    const url = urlOf({});
    await migratePostgres(url);
    const store = openPostgres(url, silentLog);
    expect(await store.trouble()).toBe(null);
    const reading = async (how: 'on' | 'off'): Promise<void> => {
      await ask(server.url('postgres'), `alter database reveille set default_transaction_read_only = ${how}`);
      const others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'reveille'";
      await ask(server.url('postgres'), others);
    };
    await reading('on');
    await expect
      .poll(() => store.trouble())
      .toMatch(/^postgres:\/\/127\.0\.0\.1:\d+\/reveille can only be read: it is a standby/);
    await reading('off');
    await expect.poll(() => store.trouble()).toBe(null);
    await server.stop('immediate');
    await expect
      .poll(() => store.trouble())
      .toMatch(/^No PostgreSQL server answers at .*\/reveille \(ECONNREFUSED\)\. Start it/);
    await server.start();
    await expect.poll(() => store.trouble()).toBe(null);
    await store.close();
  },
);
