import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/account/role.ts';
import { attempt } from '../../src/db/attempt.ts';
import { applyTeamFile } from '../../src/team-file/apply.ts';
import { readTeamFile } from '../../src/team-file/read.ts';
import { countedKeys, operator } from '../support/team.ts';
import { freshTeamDatabase, now, type TeamDatabase, team } from '../support/team-acme.ts';

let fresh: TeamDatabase;
beforeEach(async () => {
  fresh = await freshTeamDatabase();
});
afterEach(() => fresh.close());

describe('who may apply a team file', () => {
  const as = async (role: Role) => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    const who = { who: { kind: 'person', id: 'per_1' }, role } as const;
    return await attempt(fresh.store, (tx) => applyTeamFile(tx, countedKeys(), who, read.value.file, now));
  };

  it.each<Role>(['admin', 'responder', 'observer'])('not somebody who is %s', async (role) => {
    expect(await as(role)).toEqual({ ok: false, refusal: { code: 'not-permitted' } });
    expect((await fresh.everything()).account).toEqual([]);
  });

  it('an owner', async () => {
    expect(await as('owner')).toMatchObject({ ok: true });
  });

  it('not a monitoring tool or a timer', async () => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    for (const who of [{ kind: 'key', id: 'key_1', name: 'k', serviceId: 'svc_1' }, { kind: 'timer' }] as const) {
      const result = await attempt(fresh.store, (tx) =>
        applyTeamFile(tx, countedKeys(), { who, role: null }, read.value.file, now),
      );
      expect(result).toEqual({ ok: false, refusal: { code: 'not-permitted' } });
    }
  });

  it('the operator at the command line', async () => {
    const read = readTeamFile(team, {});
    if (!read.ok) throw new Error('the team file is wrong');
    const result = await attempt(fresh.store, (tx) => applyTeamFile(tx, countedKeys(), operator, read.value.file, now));
    expect(result).toMatchObject({ ok: true });
  });
});
