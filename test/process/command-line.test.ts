import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/lib/package-root.ts';
import { endAll, type Settings, startServer, teamFile } from './server.ts';

const root = mkdtempSync(join(tmpdir(), 'reveille-command-line-'));
let folder: string;
let file: string;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  file = join(folder, 'data', 'reveille.db');
});
afterEach(async () => {
  await endAll();
  for (const end of ends.splice(0)) await end();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in the test's folder to its end. Whatever it says, a stack is never among it. */
async function run(words: readonly string[], settings: Settings = {}): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: `file:${file}`, ...settings };
  const child = spawn(process.execPath, [join(packageRoot, 'dist', 'src', 'main.js'), ...words], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(`${out}${err}`).not.toMatch(/^ {4}at |\\n {4}at /m);
  return { code, out, err };
}

const write = (text: string, name = 'team.yaml'): void => writeFileSync(join(folder, name), text);
const apply = (...words: readonly string[]): Promise<Ran> => run(['apply', 'team.yaml', ...words]);
const refused = (...lines: readonly string[]): Ran => ({
  code: 1,
  out: '',
  err: lines.map((line) => `${line}\n`).join(''),
});

function rows(table: 'account' | 'person'): number {
  const database = new Database(file, { readonly: true });
  try {
    return Number(database.prepare(`select count(*) from ${table}`).pluck().get());
  } finally {
    database.close();
  }
}

describe('apply', () => {
  it('makes the account in a database that it makes too, and changes nothing the second time', async () => {
    write(teamFile);
    const first = await apply();
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out.split('\n').slice(0, 4)).toEqual([
      `Done in ${file}:`,
      'account',
      '  added account acme',
      '  connected Slack T0SANDBOX',
    ]);
    expect(rows('person')).toBe(2);
    expect(await apply()).toEqual({ code: 0, out: `Nothing to change in ${file}.\n`, err: '' });
  });

  it('keeps the database for its owner alone, in a folder that it makes', async () => {
    write(teamFile);
    expect(existsSync(dirname(file))).toBe(false);
    await apply();
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(dirname(file)).mode & 0o777).toString(8)).toBe('700');
  });

  it('says with --json what it did, as one value', async () => {
    write(teamFile.replace(/, value: \S+ \}/, ' }'));
    const first = await apply('--json');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toEqual({
      changes: expect.arrayContaining([
        { section: 'account', noun: 'account', key: 'acme', action: 'add', fields: [] },
        { section: 'services', noun: 'key', service: 'web', key: 'alertmanager', action: 'add', fields: [] },
      ]),
      madeKeys: [{ service: 'web', name: 'alertmanager', value: expect.stringMatching(/^[a-z0-9]{32}$/) }],
    });
    const again = await apply('--json');
    expect(JSON.parse(again.out)).toEqual({ changes: [], madeKeys: [] });
  });

  it('shows a key that it made once, and keeps only its hash', async () => {
    write(teamFile.replace(/, value: \S+ \}/, ' }'));
    const { out } = await apply();
    const key = /^The key alertmanager of web, shown once: ([a-z0-9]{32})$/m.exec(out)?.[1];
    expect(key).toBeDefined();
    expect(readFileSync(file).includes(key ?? '')).toBe(false);
    expect((await apply()).out).not.toContain('shown once');
  });

  it('fills in what the environment says', async () => {
    write(teamFile.replace('Web shop', `\${SHOP}`));
    expect(await run(['apply', 'team.yaml'])).toEqual(
      refused(`team.yaml:14: services.web.name uses \${SHOP}, which is not set in the environment`),
    );
    expect(await run(['apply', 'team.yaml'], { SHOP: 'Web shop' })).toMatchObject({ code: 0, err: '' });
  });

  it('names the file, the line and what is allowed, and writes nothing', async () => {
    write(teamFile.replace('role: owner', 'role: boss').replace('wait: 1h', 'wait: soon'));
    expect(await apply()).toEqual(
      refused(
        'team.yaml:5: people.ada.role must be one of owner, admin, responder, observer (it is "boss")',
        'team.yaml:10: policies.default.rules.0.wait must be a duration such as 90s, 5m, 4h or 2d (it is "soon")',
      ),
    );
    expect(existsSync(file)).toBe(false);
  });

  it('names them as well for what only the account can know, and writes nothing', async () => {
    write(teamFile.replace('person/bo', 'person/bob'));
    expect(await apply()).toEqual(
      refused(
        'team.yaml:11: policies.default.rules.1.page.0 names the person bob, which is neither in this file nor in the account. Did you mean bo?',
      ),
    );
    expect(rows('account')).toBe(0);
  });

  it('refuses a file that was written only half', async () => {
    write(teamFile.slice(0, teamFile.indexOf('role: owner')));
    const { code, out, err } = await apply();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^team\.yaml:5: the file is not valid YAML: /);
    expect(existsSync(file)).toBe(false);
  });

  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'team.yaml:1: the file is empty; it needs at least `account: KEY`'],
    [
      'a file that is no text',
      Buffer.alloc(1 << 20, 0xff),
      'team.yaml:1: the file is longer than 500000 characters, which no team file is',
    ],
    ['a file of brackets', '['.repeat(100_000), 'team.yaml:1: the file is nested more than 32 levels deep'],
  ])('refuses %s', async (_, content, line) => {
    writeFileSync(join(folder, 'team.yaml'), content);
    expect(await apply()).toEqual(refused(line));
  });

  it('says that there is no such file', async () => {
    expect(await apply()).toEqual(refused('team.yaml cannot be read: there is no such file.'));
  });

  it('says that it is a folder', async () => {
    mkdirSync(join(folder, 'team.yaml'));
    expect(await apply()).toEqual(refused('team.yaml cannot be read: it is a folder.'));
  });
});

describe('wrong use', () => {
  it.each([
    ['apply without a file', ['apply'], "error: missing required argument 'file'"],
    ['apply with two', ['apply', 'a.yaml', 'b.yaml'], 'error: too many arguments'],
    ['an unknown option', ['apply', 'a.yaml', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
    ['an unknown command', ['aply'], "error: unknown command 'aply'\n(Did you mean apply?)"],
    ['an unknown command of db', ['db', 'migrat'], "error: unknown command 'migrat'\n(Did you mean migrate?)"],
    ['no command', [], 'Usage: reveille'],
    ['db without a command', ['db'], 'Usage: reveille db'],
  ])('%s ends with 2 and says so', async (_, words, said) => {
    const { code, out, err } = await run(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    [['--help'], 'Usage: reveille'],
    [['apply', '--help'], 'Usage: reveille apply [options] <file>'],
    [['help', 'db'], 'Usage: reveille db'],
  ])('%j is none', async (words, said) => {
    const ran = await run(words);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain(said);
  });

  it('help is given although the environment is wrong', async () => {
    const ran = await run(['--help'], { PORT: 'abc' });
    expect(ran).toMatchObject({ code: 0, err: '' });
  });
});

describe('db migrate', () => {
  it('makes the database, and then has nothing to do', async () => {
    const first = await run(['db', 'migrate']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^\S+\/reveille\.db was brought up to date \(\d+ migrations?\)\.\n$/);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect(await run(['db', 'migrate'])).toEqual({ code: 0, out: `${file} is up to date.\n`, err: '' });
  });
});

const commands = ['db migrate', 'apply team.yaml', 'serve'];

describe('a database that is not ours to touch', () => {
  it.each(commands)('%s refuses a file that is no database and leaves it as it is', async (command) => {
    const text = 'This is a letter to Bo, and no database at all. '.repeat(100);
    mkdirSync(dirname(file));
    writeFileSync(file, text);
    write(teamFile);
    const settings = { PORT: '0', SANDBOX_PORT: '0', LOG_FORMAT: 'json' };
    expect(await run(command.split(' '), settings)).toEqual(
      refused(`${file} is not a SQLite database. DATABASE_URL names it.`),
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each(commands)('%s refuses the database of a newer version', async (command) => {
    write(teamFile);
    await run(['db', 'migrate']);
    const database = new Database(file);
    database.prepare("insert into __drizzle_migrations (hash, created_at) values ('later', 4102444800000)").run();
    database.close();
    const settings = { PORT: '0', SANDBOX_PORT: '0', LOG_FORMAT: 'json' };
    expect(await run(command.split(' '), settings)).toEqual(
      refused(
        `${file} was written by a newer version of Reveille. Start that version, or restore the backup made before the upgrade.`,
      ),
    );
    expect(rows('account')).toBe(0);
  });

  it.each(commands)('%s says that a folder is none', async (command) => {
    write(teamFile);
    mkdirSync(file, { recursive: true });
    const settings = { PORT: '0', SANDBOX_PORT: '0', LOG_LEVEL: 'silent' };
    const { code, out, err } = await run(command.split(' '), settings);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^[A-Z/].*\.\n$/s);
  });
});

describe('a wrong environment', () => {
  it.each(commands)('keeps %s from doing anything', async (command) => {
    write(teamFile);
    const settings = { PORT: 'abc', SLACK_BOT_TOKEN: 'hush-hush' };
    const { code, out, err } = await run(command.split(' '), settings);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n').toSorted().slice(1)).toEqual([
      'PORT must be a port number from 0 to 65535. It is "abc".',
      'SLACK_BOT_TOKEN must be a bot token: it begins with xoxb-.',
    ]);
    expect(existsSync(file)).toBe(false);
  });
});

describe('serve', () => {
  const settings = { PORT: '0', SANDBOX_PORT: '0', LOG_FORMAT: 'json' };

  it('says which port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => other.close(resolve)));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, out, err } = await run(['serve'], { ...settings, PORT: String(port) });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(String(port));
    expect(err).toMatch(/^[A-Z].* PORT .*\.\n$/);
  });

  it('refuses a database that another one serves, and leaves that one alone', async () => {
    const first = await startServer({ ...settings, DATABASE_URL: `file:${file}` });
    expect(await run(['serve'], settings)).toEqual(
      refused(
        `Another Reveille serves ${file} already. Stop it first, or give this one a database of its own with DATABASE_URL.`,
      ),
    );
    expect((await fetch(`${first.address}/healthz`)).status).toBe(200);
  });

  it('lets a team file be applied to the database that it serves', async () => {
    await startServer({ ...settings, DATABASE_URL: `file:${file}` });
    write('account: second\n');
    expect(await apply()).toEqual({ code: 0, out: `Done in ${file}:\naccount\n  added account second\n`, err: '' });
  });
});
