import { describe, expect, it } from 'vitest';
import type { CliDeps } from '../../adapters/cli/deps.ts';
import { buildProgram } from '../../adapters/cli/program.ts';
import { no, ok } from '../../src/lib/result.ts';
import type { Applied, Change } from '../../src/team-file/commands.ts';

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly faults: readonly unknown[];
}

const nothing: Applied = { accountId: 'acc_1', changes: [], madeKeys: [] };

const change = (about: Omit<Change, 'action' | 'fields'> & Partial<Change>): Change => ({
  action: 'add',
  fields: [],
  ...about,
});

/** Runs the command line with these words; whatever is not given must not be called. */
async function run(words: string, deps: Partial<CliDeps> = {}): Promise<Told> {
  const out: string[] = [];
  const err: string[] = [];
  const faults: unknown[] = [];
  const uncalled = (): never => {
    throw new Error('this must not be called');
  };
  const program = buildProgram({
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    ask: null,
    database: '/data/reveille.db',
    serve: uncalled,
    migrate: uncalled,
    apply: uncalled,
    doctor: uncalled,
    export: uncalled,
    fault: (error) => {
      faults.push(error);
      return null;
    },
    ...deps,
  });
  const code = await program.run(words.split(' ').filter((word) => word !== ''));
  return { code, out: out.join('\n'), err: err.join('\n'), faults };
}

describe('apply', () => {
  const applied: Applied = {
    accountId: 'acc_1',
    changes: [
      change({ section: 'account', noun: 'account', key: 'acme' }),
      change({ section: 'services', noun: 'service', key: 'web', fields: [{ name: 'name', to: 'Web shop' }] }),
      change({ section: 'services', noun: 'key', key: 'a', service: 'web' }),
    ],
    madeKeys: [{ service: 'web', name: 'a', value: 'k'.repeat(32) }],
  };

  it('says what it did and where, and shows a made key once', async () => {
    const files: string[] = [];
    const told = await run('apply team.yaml', {
      apply: async (file) => {
        files.push(file);
        return ok(applied);
      },
    });
    expect(files).toEqual(['team.yaml']);
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out.split('\n').slice(0, -1)).toEqual([
      'Done in /data/reveille.db:',
      'account',
      '  added account acme',
      'services',
      '  added service web: name "Web shop"',
      '  added key a of service web',
    ]);
    expect(told.out.split('k'.repeat(32))).toHaveLength(2);
  });

  it('that finds nothing to do says so', async () => {
    const told = await run('apply team.yaml', { apply: async () => ok(nothing) });
    expect(told).toMatchObject({ code: 0, out: 'Nothing to change in /data/reveille.db.', err: '' });
  });

  it('with --json prints one line of JSON and nothing else', async () => {
    const told = await run('apply team.yaml --json', { apply: async () => ok(applied) });
    expect(JSON.parse(told.out)).toEqual({ changes: applied.changes, madeKeys: applied.madeKeys });
    expect(told).toMatchObject({ code: 0, err: '' });
  });

  it('that is refused ends with 1 and its sentences on stderr', async () => {
    const sentences = [
      'team.yaml:3: people.bo.role must be one of owner',
      'team.yaml:9: services.web.nam is not known',
    ];
    const told = await run('apply team.yaml --json', { apply: async () => no(sentences) });
    expect(told).toEqual({ code: 1, out: '', err: sentences.join('\n'), faults: [] });
  });

  it('that fails ends with 1, its stack in the log alone', async () => {
    const fault = new Error('the disk is gone');
    const told = await run('apply team.yaml', { apply: () => Promise.reject(fault) });
    expect(told).toMatchObject({ code: 1, out: '', faults: [fault] });
    expect(told.err).toBe('That did not work. The reason stands in the log.');
  });
});

describe('db migrate', () => {
  it('says what it did', async () => {
    expect(await run('db migrate', { migrate: async () => ok('It is up to date.') })).toMatchObject({
      code: 0,
      out: 'It is up to date.',
      err: '',
    });
  });

  it('that is refused ends with 1', async () => {
    expect(await run('db migrate', { migrate: async () => no(['It was written by a newer version.']) })).toMatchObject({
      code: 1,
      out: '',
      err: 'It was written by a newer version.',
    });
  });
});

it.each([0, 1])('serve ends with the code that it is given: %i', async (code) => {
  expect(await run('serve', { serve: async () => code })).toEqual({ code, out: '', err: '', faults: [] });
});

describe('wrong use', () => {
  it.each([
    ['no command', ''],
    ['an unknown command', 'aply team.yaml'],
    ['half a command', 'db'],
    ['an unknown half', 'db migrat'],
    ['no file', 'apply'],
    ['two files', 'apply a.yaml b.yaml'],
    ['an unknown option', 'apply team.yaml --force'],
    ['an answer to no question', 'apply team.yaml --yes'],
    ['a question to nobody', 'apply team.yaml --prune'],
    ['an account without its key', 'export --account'],
    ['an argument of export', 'export acme'],
    ['an option that is not there yet', 'apply team.yaml --account acme'],
    ['an option of another command', 'serve --json'],
    ['an argument too many', 'serve now'],
  ])('%s ends with 2 and does nothing', async (_, words) => {
    const told = await run(words);
    expect(told).toMatchObject({ code: 2, out: '', faults: [] });
    expect(told.err).not.toBe('');
  });

  it.each([
    ['aply team.yaml', 'apply'],
    ['apply team.yaml --jsn', '--json'],
  ])('%s is told the nearest: %s', async (words, near) => {
    expect((await run(words)).err).toContain(`Did you mean ${near}?`);
  });
});

it.each(['--help', 'help', 'apply --help', 'db --help', 'help apply'])(
  '%s is an answer, not an error',
  async (words) => {
    const told = await run(words);
    expect(told).toMatchObject({ code: 0, err: '', faults: [] });
    expect(told.out).toContain('Usage: reveille');
  },
);
