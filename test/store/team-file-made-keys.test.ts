import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashKey } from '../../src/service/integration-key.ts';
import { but, freshTeamDatabase, type TeamDatabase, team, webKey } from '../support/team-acme.ts';

let fresh: TeamDatabase;
beforeEach(async () => {
  fresh = await freshTeamDatabase();
});
afterEach(() => fresh.close());

describe('a key without a value', () => {
  const text = but(`, value: ${webKey}`, '');

  it('is made once, shown once, and kept as its hash', async () => {
    const { madeKeys } = await fresh.apply(text);
    expect(madeKeys).toEqual([{ service: 'web', name: 'alertmanager', value: expect.stringMatching(/^made0+\d+$/) }]);
    const before = await fresh.everything();
    expect(before.key.map((row) => row.hash)).toEqual(madeKeys.map(({ value }) => hashKey(value)));
    expect(JSON.stringify(before)).not.toContain(madeKeys[0]?.value);
    expect(await fresh.apply(text)).toMatchObject({ changes: [], madeKeys: [] });
    expect(await fresh.everything()).toEqual(before);
  });

  it('leaves the one that is there', async () => {
    await fresh.apply(team);
    expect(await fresh.apply(text)).toMatchObject({ changes: [], madeKeys: [] });
    expect((await fresh.everything()).key.map((row) => row.hash)).toEqual([hashKey(webKey)]);
  });
});
