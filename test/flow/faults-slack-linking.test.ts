import { afterEach, expect, test, vi } from 'vitest';
import { makeSandboxWorld, type SandboxWorld } from '../support/sandbox-world.ts';
import { team } from '../support/world.ts';

/** Cy's address is the one that Slack knows; which account that is nobody has written down. */
const withCy = team.replace('policies:', '  cy: { name: Cy, email: CY@example.com, zone: UTC }\npolicies:');

let world: SandboxWorld;
afterEach(() => world.close());

const codeIn = (said: string | undefined): string => /\w{4}-\w{4}-\w{4}/.exec(said ?? '')?.[0] ?? 'none';
/** Ada makes a code, and Cy types it. */
const linkByCode = async (): Promise<string> => {
  await world.say('U0ADA', '/reveille link cy');
  await world.say('U0CY', `/reveille link ${codeIn(await heard('U0ADA', 1))}`);
  return await heard('U0CY', 2);
};
/** The last of so many things that somebody was told: an answer comes after Slack was told that it is one. */
const heard = async (who: string, many: number): Promise<string> => {
  await vi.waitFor(() => expect(world.told(who)).toHaveLength(many), { timeout: 15_000, interval: 10 });
  await world.settle();
  return world.told(who).at(-1) ?? '';
};

test('Cy presses, Slack knows the same e-mail address → Cy has it, without a word, and Slack is asked once', async () => {
  world = await makeSandboxWorld({ team: withCy });
  await world.alert();
  await world.press('U0CY', 'C0OPS', 'Acknowledge');
  await world.press('U0CY', 'C0OPS', 'Resolve');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('by Cy')]);
  expect(world.told('U0CY')).toEqual([]);
  expect(world.done('users.info')).toBe(1);
});

test.each([['users:read.email'], ['users:read']])('the app lacks %s → words, and a code does it', async (scope) => {
  world = await makeSandboxWorld({ team: withCy, withoutScopes: [scope] });
  await world.alert();
  await world.press('U0CY', 'C0OPS', 'Acknowledge');
  expect(await heard('U0CY', 1)).toContain("I don't know you yet. Ask Ada (owner)");
  expect(await linkByCode()).toContain('You are known here as Cy now. What you wanted is done.');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Cy has it')]);
});

test('Slack answers later than we wait → words in time, and a code does it', async () => {
  world = await makeSandboxWorld({ team: withCy });
  await world.alert();
  world.sandbox.faults.begin({ kind: 'slow', ms: 2500, scope: { method: 'users.info' }, lasts: 'until-ended' });
  // Slack gives up on a press that is not acknowledged within 3 s.
  await world.press('U0CY', 'C0OPS', 'Acknowledge');
  expect(await heard('U0CY', 1)).toContain("I don't know you yet.");
  expect(await linkByCode()).toContain('What you wanted is done.');
  expect(world.shown('C0OPS')).toEqual([expect.stringContaining('Cy has it')]);
});
