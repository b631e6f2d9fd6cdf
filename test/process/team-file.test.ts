import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/lib/package-root.ts';
import { program, sayMissing } from '../support/programs.ts';
import { alertKey, endAll, sendAlert, startServer, teamFile } from './server.ts';

const root = mkdtempSync(join(tmpdir(), 'reveille-team-file-'));
const script = program('SCRIPT', ['script']);
const main = join(packageRoot, 'dist', 'src', 'main.js');
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  file = join(folder, 'data', 'reveille.db');
  write(teamFile);
});
afterEach(endAll);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const write = (text: string, name = 'team.yaml'): void => writeFileSync(join(folder, name), text);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program in the test's folder; `typed` is what somebody types into it. */
async function start(name: string, words: readonly string[], typed = ''): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: `file:${file}`, TRUST_PROXY: '127.0.0.1' };
  const child = spawn(name, words, { cwd: folder, env, stdio: 'pipe', timeout: 60_000, killSignal: 'SIGKILL' });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
    // Somebody answers once they are asked.
    if (chunk.includes('> ')) child.stdin.write(typed);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
const run = (...words: readonly string[]): Promise<Ran> => start(process.execPath, [main, ...words]);

const without = (text: string, section: string): string => text.slice(0, text.indexOf(`${section}:`));

describe('apply --dry-run', () => {
  it('of a new account ends with 3, says the plan, and makes no database', async () => {
    const { code, out, err } = await run('apply', 'team.yaml', '--dry-run');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(out.split('\n').slice(0, 3)).toEqual([`To be done in ${file}:`, 'account', '  add account acme']);
    expect(out).toContain('\n  add key alertmanager of service web\n');
    expect(out).not.toContain(alertKey);
    expect(existsSync(file)).toBe(false);
  });

  it('says what apply then does, and then ends with 0', async () => {
    const { out: before } = await run('apply', 'team.yaml', '--dry-run', '--json');
    const { out: after } = await run('apply', 'team.yaml', '--json');
    expect(JSON.parse(before)).toEqual(JSON.parse(after));
    const again = await run('apply', 'team.yaml', '--dry-run');
    expect(again).toEqual({ code: 0, out: `Nothing to change in ${file}.\n`, err: '' });
  });

  it('ends with 1 for a file that is wrong by itself or in its account', async () => {
    write(teamFile.replace('role: owner', 'role: boss'));
    const wrong = await run('apply', 'team.yaml', '--dry-run');
    expect(wrong).toMatchObject({ code: 1, out: '' });
    expect(wrong.err).toContain('team.yaml:5: people.ada.role must be one of');
    write(teamFile.replace('person/bo', 'person/bob'));
    const unfit = await run('apply', 'team.yaml', '--dry-run');
    expect(unfit).toMatchObject({ code: 1, out: '' });
    expect(unfit.err).toContain('team.yaml:11: policies.default.rules.1.page.0 names the person bob');
  });
});

describe('export', () => {
  it('prints a file and nothing else; applied again with --prune it changes nothing', async () => {
    await run('apply', 'team.yaml');
    const exported = await run('export');
    expect(exported).toMatchObject({ code: 0, err: '' });
    expect(exported.out).not.toContain(alertKey);
    write(exported.out, 'again.yaml');
    const again = await run('apply', 'again.yaml', '--prune', '--dry-run');
    expect(again).toEqual({ code: 0, out: `Nothing to change in ${file}.\n`, err: '' });
    const json = await run('export', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ account: 'acme', services: { web: { name: 'Web shop' } } });
  });

  it('needs to know which of several accounts, and says which there are', async () => {
    await run('apply', 'team.yaml');
    write('account: other\n', 'other.yaml');
    await run('apply', 'other.yaml');
    const several = 'There are several accounts: acme, other. Say which one with --account KEY.\n';
    expect(await run('export')).toEqual({ code: 2, out: '', err: several });
    expect((await run('export', '--account', 'other')).out).toContain('\naccount: other\n');
    expect(await run('export', '--account', 'acne')).toEqual({
      code: 1,
      out: '',
      err: `There is no account acne in ${file}; there are: acme, other.\n`,
    });
  });

  it('says what to do where there is no account, and makes no database', async () => {
    const none = `There is no account in ${file} yet. Apply a team file: npm run -s reveille -- apply team.yaml\n`;
    expect(await run('export')).toEqual({ code: 1, out: '', err: none });
    expect(existsSync(file)).toBe(false);
    await run('db', 'migrate');
    expect(await run('export')).toEqual({ code: 1, out: '', err: none });
  });

  it.each([
    ['export', ['export']],
    ['apply --dry-run', ['apply', 'team.yaml', '--dry-run']],
  ])('%s leaves a file alone that is no database', async (_, words) => {
    mkdirSync(join(folder, 'data'));
    writeFileSync(file, 'This is a letter to Bo. '.repeat(100));
    const { code, out, err } = await run(...words);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `${file} is not a SQLite database. DATABASE_URL names it.\n`,
    });
    expect(readFileSync(file, 'utf8')).toContain('a letter to Bo');
  });
});

describe('apply --prune', () => {
  it('without a terminal needs --yes, and then deletes', async () => {
    await run('apply', 'team.yaml');
    write(without(teamFile, 'services'));
    const refused = await run('apply', 'team.yaml', '--prune');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/^--prune asks before it deletes, .* add --yes\.\n$/);
    const plan = await run('apply', 'team.yaml', '--prune', '--dry-run');
    expect(plan).toMatchObject({ code: 3, out: `To be done in ${file}:\nservices\n  delete service web\n` });
    const done = await run('apply', 'team.yaml', '--prune', '--yes');
    expect(done).toEqual({ code: 0, out: `Done in ${file}:\nservices\n  deleted service web\n`, err: '' });
  });

  it('is seen by the server that runs: the key opens nothing from then on', async () => {
    const settings = { PORT: '0', SANDBOX_PORT: '0', DATABASE_URL: `file:${file}` };
    await run('apply', 'team.yaml');
    const server = await startServer(settings);
    expect(await sendAlert(server.address, 'cpu')).toBe(202);
    write(without(teamFile, 'services'));
    await run('apply', 'team.yaml', '--prune', '--yes');
    expect(await sendAlert(server.address, 'disk')).toBe(400);
  });

  // `script` gives a program a terminal of its own: https://man7.org/linux/man-pages/man1/script.1.html
  describe.skipIf(sayMissing([script]))('on a terminal', () => {
    const onTerminal = (typed: string): Promise<Ran> =>
      start(script.path ?? '', ['-qec', `'${process.execPath}' '${main}' apply team.yaml --prune`, '/dev/null'], typed);
    beforeEach(async () => {
      await run('apply', 'team.yaml');
      write(without(teamFile, 'services'));
    });

    it('asks, and deletes for yes', async () => {
      const { code, out } = await onTerminal('yes\n');
      expect(out).toContain('Type yes to delete 1 service: web');
      expect(out).toContain('deleted service web');
      expect(code).toBe(0);
    });

    it.each([
      ['no', 'no\n'],
      ['the end of what is typed', '\u0004'],
      ['Ctrl-C', '\u0003'],
    ])('asks, and does nothing for %s', async (_, typed) => {
      const { code, out } = await onTerminal(typed);
      expect(out).toContain('Type yes to delete 1 service: web');
      expect(out).toContain('Nothing was changed.');
      expect(code).toBe(1);
      expect((await run('apply', 'team.yaml', '--prune', '--dry-run')).code).toBe(3);
    });
  });
});
