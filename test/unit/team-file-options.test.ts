import { describe, expect, it } from 'vitest';
import type { CliDeps } from '../../adapters/cli/deps.ts';
import { buildProgram } from '../../adapters/cli/program.ts';
import { no, ok } from '../../src/lib/result.ts';
import type { Applied, ApplyWish, Change } from '../../src/team-file/commands.ts';

const service = (key: string, action: Change['action']): Change => ({
  section: 'services',
  noun: 'service',
  key,
  action,
  fields: [],
});
const nothing: Applied = { accountId: 'acc_1', changes: [], madeKeys: [] };
const deletions = [
  service('db', 'delete'),
  service('web', 'delete'),
  { ...service('bo', 'delete'), section: 'people', noun: 'person' },
] as const;

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What was asked on the terminal. */
  readonly asked: readonly string[];
  readonly wishes: readonly ApplyWish[];
}

/** Runs `apply team.yaml` with these options; `answer` undefined: there is no terminal. */
async function apply(options: string, applied: Applied, answer?: string, gone: readonly Change[] = []): Promise<Told> {
  const [out, err, asked]: [string[], string[], string[]] = [[], [], []];
  const wishes: ApplyWish[] = [];
  const uncalled = (): never => {
    throw new Error('this must not be called');
  };
  const deps: CliDeps = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    ask:
      answer === undefined
        ? null
        : async (question) => {
            asked.push(question);
            return answer;
          },
    database: '/data/reveille.db',
    serve: uncalled,
    doctor: uncalled,
    migrate: uncalled,
    export: uncalled,
    fault: uncalled,
    apply: async (_, wish) => {
      wishes.push(wish);
      const agreed = wish.dryRun || gone.length === 0 || (await wish.prune?.agreed(gone));
      return agreed === true ? ok(applied) : no(['Nothing was changed.']);
    },
  };
  const words = `apply team.yaml ${options}`.split(' ').filter((word) => word !== '');
  const code = await buildProgram(deps).run(words);
  return { code, out: out.join('\n'), err: err.join('\n'), asked, wishes };
}

const changed = { ...nothing, changes: [service('web', 'add'), service('db', 'disable')] };

describe('apply --dry-run', () => {
  it('says what would be done and ends with 3', async () => {
    const told = await apply('--dry-run', changed);
    expect(told).toMatchObject({ code: 3, err: '', wishes: [{ dryRun: true, prune: null }] });
    expect(told.out).toBe('To be done in /data/reveille.db:\nservices\n  add service web\n  disable service db');
  });

  it('ends with 0 where there is nothing to do', async () => {
    const told = await apply('--dry-run', nothing);
    expect(told).toMatchObject({ code: 0, out: 'Nothing to change in /data/reveille.db.', err: '' });
  });

  it.each([
    [changed, 3],
    [nothing, 0],
  ])('ends the same way with --json', async (applied, code) => {
    const told = await apply('--dry-run --json', applied);
    expect(told.code).toBe(code);
    expect(JSON.parse(told.out)).toEqual({ changes: applied.changes, madeKeys: [] });
  });

  it('without it, the same is said in the past tense and ends with 0', async () => {
    const told = await apply('', changed);
    expect(told).toMatchObject({ code: 0, wishes: [{ dryRun: false, prune: null }] });
    expect(told.out).toBe('Done in /data/reveille.db:\nservices\n  added service web\n  disabled service db');
  });
});

describe('apply --prune', () => {
  it.each(['yes', ' YES '])('asks on a terminal, and does it for %j', async (answer) => {
    const told = await apply('--prune', changed, answer, deletions);
    expect(told.asked).toEqual(['Type yes to delete 2 services: db, web; 1 person: bo\n> ']);
    expect(told).toMatchObject({ code: 0, err: '' });
  });

  it.each(['', 'y', 'no', 'yes please'])('does nothing for %j, and ends with 1', async (answer) => {
    const told = await apply('--prune', changed, answer, deletions);
    expect(told).toMatchObject({ code: 1, out: '', err: 'Nothing was changed.' });
  });

  it('asks nothing where nothing goes', async () => {
    expect(await apply('--prune', changed, 'no')).toMatchObject({ code: 0, asked: [] });
  });

  it('asks nothing with --yes, on a terminal or without one', async () => {
    expect(await apply('--prune --yes', changed, 'no', deletions)).toMatchObject({ code: 0, asked: [] });
    expect(await apply('--prune --yes', changed, undefined, deletions)).toMatchObject({ code: 0, asked: [] });
  });

  it('asks nothing in a dry run, which needs no terminal', async () => {
    const told = await apply('--prune --dry-run', changed, undefined, deletions);
    expect(told).toMatchObject({ code: 3, asked: [], wishes: [{ dryRun: true }] });
  });

  it('without a terminal is wrong use, and says what to do', async () => {
    expect(await apply('--prune', changed, undefined, deletions)).toMatchObject({
      code: 2,
      out: '',
      err: '--prune asks before it deletes, and there is no terminal to ask on. Look at it with --dry-run, then add --yes.',
      wishes: [],
    });
  });

  it('is what --yes is for', async () => {
    expect(await apply('--yes', changed)).toMatchObject({
      code: 2,
      err: '--yes answers what --prune asks; without --prune nothing is asked.',
      wishes: [],
    });
  });
});

describe('export', () => {
  const exported = { account: 'acme', yaml: 'account: acme\n', file: { account: 'acme' } };
  const run = async (words: string, result: Awaited<ReturnType<CliDeps['export']>>) => {
    const [out, err]: [string[], string[]] = [[], []];
    const asked: (string | null)[] = [];
    const uncalled = (): never => {
      throw new Error('this must not be called');
    };
    const code = await buildProgram({
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      ask: null,
      database: '/data/reveille.db',
      serve: uncalled,
      doctor: uncalled,
      migrate: uncalled,
      apply: uncalled,
      fault: uncalled,
      export: async (account) => {
        asked.push(account);
        return result;
      },
    }).run(words.split(' '));
    return { code, out: out.join('\n'), err: err.join('\n'), asked };
  };

  it('prints the file and nothing else', async () => {
    expect(await run('export', ok(exported))).toEqual({ code: 0, out: 'account: acme', err: '', asked: [null] });
  });

  it('prints JSON where it is asked to, of the account that is named', async () => {
    const told = await run('export --json --account acme', ok(exported));
    expect(told).toMatchObject({ code: 0, err: '', asked: ['acme'] });
    expect(JSON.parse(told.out)).toEqual({ account: 'acme' });
  });

  it.each([
    [true, 2],
    [false, 1],
  ])('that is refused says why (wrong use: %s) and ends with %i', async (wrongUse, code) => {
    const told = await run('export', no({ wrongUse, lines: ['There is no account.'] }));
    expect(told).toMatchObject({ code, out: '', err: 'There is no account.' });
  });
});
