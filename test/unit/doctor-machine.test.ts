import { describe, expect, test } from 'vitest';
import { scopeVerdicts } from '../../adapters/slack/inspector.ts';
import { slackScopes } from '../../adapters/slack/scopes.ts';
import type { DatabaseState } from '../../src/db/database-state.ts';
import { configurationVerdicts, type Listening, listeningVerdict } from '../../src/doctor/configuration.ts';
import { databaseVerdicts } from '../../src/doctor/database.ts';
import { type FoundJobs, jobVerdicts } from '../../src/doctor/jobs.ts';
import type { Verdict } from '../../src/doctor/port.ts';
import { inBytes } from '../../src/lib/bytes.ts';
import { hours, minutes } from '../../src/lib/clock.ts';

const now = Date.UTC(2026, 0, 5, 2, 14);

function complaints(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap((verdict) => (verdict.result === 'ok' ? [] : [`${verdict.result}: ${verdict.what}`]));
}

describe('configuration', () => {
  const settings = {
    host: '127.0.0.1',
    port: 7700,
    publicUrl: 'http://127.0.0.1:7700',
    slack: null,
    discord: null,
    notes: [],
  };

  test.each([
    ['as it comes', {}, []],
    ['for others, with an address for them', { host: '0.0.0.0', publicUrl: 'https://reveille.example.com' }, []],
    [
      'for others, without one',
      { host: '0.0.0.0', publicUrl: 'http://0.0.0.0:7700' },
      ['warning: PUBLIC_URL is not set, and nobody can open http://0.0.0.0:7700.'],
    ],
    ['a port of chance', { port: 0 }, ['warning: PORT is 0, so every start listens on another port.']],
    ['what does nothing', { notes: ['X is set, but does nothing.'] }, ['warning: X is set, but does nothing.']],
  ])('%s', (_, change, said) => {
    expect(complaints(configurationVerdicts({ ...settings, ...change }))).toEqual(said);
  });

  test('never shows a token', () => {
    const slack = { botToken: 'xoxb-hush', appToken: 'xapp-hush', apiUrl: 'http://127.0.0.1:9000/api/' };
    const said = JSON.stringify(configurationVerdicts({ ...settings, slack }));
    expect(said).toContain('at http://127.0.0.1:9000/api/');
    expect(said).not.toContain('hush');
  });

  test.each<[Listening, string[]]>([
    ['free', []],
    ['taken', ['wrong: Another program listens on 127.0.0.1:7700.']],
    ['not-allowed', ['wrong: This user may not listen on 127.0.0.1:7700.']],
    ['not-here', ['wrong: 127.0.0.1 is no address of this machine.']],
    [{ failure: 'EMFILE' }, ['wrong: 127.0.0.1:7700 cannot be listened on: EMFILE.']],
    [{ reasons: [] }, []],
    [
      { reasons: ['The oldest page is 2 min late.'] },
      ['wrong: The server at 127.0.0.1:7700 is not ready: The oldest page is 2 min late.'],
    ],
  ])('its address is %j', (found, said) => {
    expect(complaints([listeningVerdict(settings, found)])).toEqual(said);
  });
});

describe('database', () => {
  const present = {
    kind: 'present',
    schema: 'current',
    writing: 'possible',
    bytes: 1,
    freeBytes: 5e9,
    served: true,
  } as const;
  const missing = { kind: 'missing', folder: '/data', writable: true, freeBytes: 5e9 } as const;

  test.each<[DatabaseState, string[]]>([
    [present, []],
    [missing, ['warning: The database /data/r.db is not there yet.']],
    [
      { ...missing, writable: false },
      ['wrong: The database /data/r.db is not there, and this user may not make it in /data.'],
    ],
    [
      { kind: 'unusable', reason: 'it is a folder' },
      ['wrong: The database /data/r.db cannot be used: it is a folder.'],
    ],
    [
      { ...present, schema: 'older' },
      ['warning: The database /data/r.db is of an older version, so what stands in it was not looked at.'],
    ],
    [{ ...present, schema: 'newer' }, ['wrong: The database /data/r.db was written by a newer version of Reveille.']],
    [{ ...present, writing: 'user-may-not' }, ['wrong: This user may not write to /data/r.db and its folder.']],
    [
      { ...present, writing: 'server-is-read-only' },
      ['wrong: The database /data/r.db can only be read: it is a standby, or writing is switched off.'],
    ],
    [{ ...present, writing: 'role-may-not' }, ['wrong: The role that DATABASE_URL names may not write in /data/r.db.']],
    [{ ...present, freeBytes: 5e8 }, ['warning: Only 500 MB are free on the disk of /data/r.db.']],
    [{ ...present, freeBytes: 5e7 }, ['wrong: Only 50 MB are free on the disk of /data/r.db.']],
  ])('%j', (state, said) => {
    expect(complaints(databaseVerdicts('/data/r.db', state))).toEqual(said);
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [439_000, '439 kB'],
    [999_900, '1.0 MB'],
    [83e9, '83 GB'],
    [5e15, '5000 TB'],
  ])('%i is %s', (bytes, said) => {
    expect(inBytes(bytes)).toBe(said);
  });
});

describe('jobs', () => {
  const calm: FoundJobs = { givenUp: [], givenUpCount: 0, overdue: [], served: true };
  const lost = { kind: 'notice.send', key: 'x:U0ADA', askedFor: now - hours(1), reason: 'There is no such person.' };
  const since = now - minutes(5);

  test.each<[string, Partial<FoundJobs>, string[]]>([
    ['calm', {}, []],
    ['nobody runs them', { served: false }, ['warning: No server runs on this database, so nobody is paged.']],
    [
      'nobody runs them and some wait',
      { served: false, overdue: [{ kind: 'page.deliver', count: 2, since }] },
      [
        'wrong: No server runs on this database, so nobody is paged.',
        'wrong: 2 jobs of the kind page.deliver should have run since 2026-01-05 02:09 UTC, 5 min ago.',
      ],
    ],
    [
      'the server is behind',
      { overdue: [{ kind: 'page.deliver', count: 1, since }] },
      ['wrong: 1 job of the kind page.deliver should have run since 2026-01-05 02:09 UTC, 5 min ago.'],
    ],
    [
      'one was given up',
      { givenUp: [lost], givenUpCount: 1 },
      [
        'wrong: The job notice.send of x:U0ADA, asked for on 2026-01-05 01:14 UTC, was given up: There is no such person.',
      ],
    ],
    [
      'one was given up long ago, and others are not shown',
      { givenUp: [{ ...lost, askedFor: now - hours(200), reason: '' }], givenUpCount: 4 },
      [
        'warning: The job notice.send of x:U0ADA, asked for on 2025-12-27 18:14 UTC, was given up: no reason was kept.',
        'warning: 3 older jobs were given up too.',
      ],
    ],
  ])('%s', (_, change, said) => {
    expect(complaints(jobVerdicts({ ...calm, ...change }, now))).toEqual(said);
  });
});

describe('scopes', () => {
  const all = [...slackScopes];
  const without = (...names: string[]) => all.filter((scope) => !names.includes(scope));

  test.each<[string, readonly string[] | undefined, string[]]>([
    ['all of them', [...all, 'files:read'], []],
    ['not said', undefined, ['warning: Slack did not say which scopes the bot token has.']],
    ['one that work needs', without('im:write'), ['wrong: The Slack app lacks the scope im:write.']],
    [
      'those that only this needs',
      without('channels:read', 'groups:read'),
      [
        'warning: The Slack app lacks the scopes channels:read, groups:read, so channels can be looked at only in part.',
      ],
    ],
    [
      'one that knowing people by e-mail needs',
      without('users:read.email'),
      [
        'warning: The Slack app lacks the scope users:read.email, so nobody is known by e-mail address, only by a code.',
      ],
    ],
  ])('%s', (_, scopes, said) => {
    expect(complaints(scopeVerdicts(scopes))).toEqual(said);
  });
});
