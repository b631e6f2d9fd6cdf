import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { answered, codeIn, pressed, type Spot, typed } from '../support/linking.ts';
import { makeWorld, start, team, type World } from '../support/world.ts';

/** Cy is of the team, and the file does not say who that is in chat. */
const withCy = team.replace('policies:', '  cy: { name: Cy, email: Cy@Example.com, zone: UTC }\npolicies:');

let world: World;
let ada: Spot;
let bo: Spot;
let cy: Spot;
beforeEach(async () => {
  world = await makeWorld({ team: withCy });
  const { platform } = world.chat;
  [ada, bo, cy] = [
    { platform, who: 'U0ADA' },
    { platform, who: 'U0BO' },
    { platform, who: 'U0CY' },
  ];
});
afterEach(() => world.close());

test('an unknown person presses, gets a code from an owner and types it → the press is done', async () => {
  await world.alert();
  const said = await pressed(world, cy, 'Acknowledge');
  expect(said).toContain("I don't know you yet. Ask Ada (owner) to add you.");
  expect(said).toMatch(/Then type \/reveille link (code:)?CODE here until 02:24, and what you wanted is done\./);
  expect(world.card()).toContain('🔴 #1');
  const made = await typed(world, ada, '/reveille link cy');
  expect(made).toMatch(/^Give this to Cy alone, to be typed in .* until 02:24: \/reveille link \S+\nIt works once/);
  expect(await typed(world, cy, `/reveille link ${codeIn(made)}`)).toBe(
    'You are known here as Cy now. What you wanted is done.',
  );
  expect(world.card()).toContain('Cy has it since 02:14');
  // And stays known.
  expect(await pressed(world, cy, 'Resolve')).toBe('');
  expect(world.card()).toContain('🟢 #1');
});

test('a code may be typed large, with spaces and with letters that look alike, and with the name of its option', async () => {
  const code = codeIn(await typed(world, ada, '/reveille link @cy'));
  const other = code.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l').replaceAll('-', ' ');
  expect(await typed(world, cy, `/reveille link code:${other}`)).toBe('You are known here as Cy now.');
});

test('a command that an unknown person typed is done and answered; the newest wish, and once', async () => {
  await world.alert();
  await pressed(world, cy, 'Resolve');
  expect(await typed(world, cy, '/incident list')).toContain('and what you wanted is done');
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  const said = await typed(world, cy, `/reveille link ${code}`);
  expect(said).toMatch(/^You are known here as Cy now\.\n🔴 #1 Web shop: CPU/);
  expect(world.card()).toContain('🔴 #1');
  const { read } = world.store;
  expect(await read.db.$count(read.t.wish)).toBe(0);
});

test('what cannot be done any more is said, and nothing is changed', async () => {
  await world.alert();
  await pressed(world, cy, 'Acknowledge');
  await pressed(world, bo, 'Acknowledge');
  await world.advance(seconds(10));
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${code}`)).toBe(
    'You are known here as Cy now.\nBo acknowledged #1 10 s before you.',
  );
});

test('a wish is over after 10 minutes, like a code', async () => {
  await world.alert();
  const first = codeIn(await typed(world, ada, '/reveille link cy'));
  await pressed(world, cy, 'Resolve');
  await world.advance(minutes(10));
  expect(await typed(world, cy, `/reveille link ${first}`)).toContain('This code is over; each works for 10 minutes.');
  const fresh = codeIn(await typed(world, ada, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${fresh}`)).toBe('You are known here as Cy now.');
  expect(world.card()).toContain('🔴 #1');
});

test('a form that an unknown person wanted is to be asked for again', async () => {
  expect(await world.form('U0CY', { type: '/incident trigger' })).toContain('here, and I know you.');
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${code}`)).toBe(
    'You are known here as Cy now.\nWhat you wanted opens a form: please ask for it once more.',
  );
});

test('a code works once, and the newest alone', async () => {
  const older = codeIn(await typed(world, ada, '/reveille link cy'));
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  const eve = { ...cy, who: 'U0EVE' };
  expect(await typed(world, eve, `/reveille link ${older}`)).toContain('There is no such code.');
  await typed(world, cy, `/reveille link ${code}`);
  expect(await typed(world, eve, `/reveille link ${code}`)).toContain('This code was used already; each works once.');
  expect(await typed(world, eve, '/incident list')).toContain("I don't know you yet.");
});

test('two who type the same code at once: one of them is the person', async () => {
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  const both = [cy, { ...cy, who: 'U0EVE' }].map((one) => answered(world, one, `/reveille link ${code}`));
  const said = await Promise.all(both);
  await world.settle();
  expect(said.filter((each) => each.startsWith('You are known here as Cy now.'))).toHaveLength(1);
  expect(said.filter((each) => each.startsWith('This code was used already'))).toHaveLength(1);
});

test('codes are not found by trying: five, then peace until ten minutes are over', async () => {
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  for (const wrong of ['x', 'aaaa-aaaa-aaaa', '0', "' or 1", 'k'.repeat(500)]) {
    expect(await typed(world, cy, `/reveille link ${wrong}`)).toContain('There is no such code.');
  }
  // The right one neither, or the wait would tell which it is.
  expect(await typed(world, cy, `/reveille link ${code}`)).toBe(
    'That were too many codes. Try again at 02:24, with a fresh one.',
  );
  await world.advance(minutes(10));
  const fresh = codeIn(await typed(world, ada, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${fresh}`)).toBe('You are known here as Cy now.');
});

test.each<[who: 'ada' | 'bo', text: string, words: RegExp]>([
  ['bo', '/reveille link ada', /^Only an owner makes a code for somebody else\. Ask Ada \(owner\)\./],
  ['bo', '/reveille link nobody', /^Only an owner makes a code for somebody else/],
  [
    'ada',
    '/reveille link cyy',
    /^There is no person cyy\. Did you mean cy\?\nWhoever is not in the team yet is added in the team file first\.$/,
  ],
  ['ada', '/reveille link', /^You are known in .* already.*There is nothing to link\./],
  ['ada', '/reveille link ada', /^You are known in .* already/],
  ['ada', '/reveille link bo', /^Bo is known in .* already/],
  ['bo', '/reveille link aaaa-aaaa-aaaa', /^You are known here as Bo already\./],
  ['ada', '/reveille link aaaa-aaaa-aaaa', /^You are known here as Ada already\./],
])('%s types %s → words, and no code', async (who, text, words) => {
  const said = await typed(world, who === 'ada' ? ada : bo, text);
  expect(said).toMatch(words);
  const { read } = world.store;
  expect(await read.db.$count(read.t.linkCode)).toBe(0);
});

test('an admin makes no code for an owner, because who types it is one', async () => {
  await world.apply((text) => text.replace('zone: America/Chicago', 'zone: America/Chicago, role: admin'));
  expect(await typed(world, bo, '/reveille link ada')).toContain('Only an owner');
});

test('a person who is disabled is nobody to be linked to, before and after the code was made', async () => {
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  await world.apply((text) => text.replace('name: Cy,', 'name: Cy, enabled: false,'));
  expect(await typed(world, ada, '/reveille link cy')).toContain('Cy is disabled in the team file');
  expect(await typed(world, cy, `/reveille link ${code}`)).toContain(
    'Cy is disabled in the team file. Ask Ada (owner).',
  );
});

test.each([
  ['an owner no more', 'role: admin'],
  ['disabled', 'role: owner, enabled: false'],
])('a code of an owner who is %s by now makes nobody an owner', async (_why, then) => {
  await world.apply((text) =>
    text.replace('America/Chicago', 'America/Chicago, role: owner').replace('name: Cy,', 'name: Cy, role: owner,'),
  );
  const code = codeIn(await typed(world, bo, '/reveille link cy'));
  await world.apply((text) => text.replace('America/Chicago, role: owner', `America/Chicago, ${then}`));
  expect(await typed(world, { ...bo, who: 'U0EVE' }, `/reveille link ${code}`)).toContain(
    'Whoever made this code may not make one any more, so it is void.',
  );
});

test("another account's code means nothing here", async () => {
  const other = withCy.replace('account: acme', 'account: other').replace('T0ACME', 'T0OTHER');
  await world.applyOther(other.replace(/value: \w+/, 'value: zzzzyyyyxxxxwwwwvvvvuuuutttt2222'));
  const code = codeIn(await typed(world, { ...ada, workspace: 'T0OTHER' }, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${code}`)).toContain('There is no such code.');
});

test('what somebody wanted in the workspace of another account waits for them there', async () => {
  await world.alert();
  await pressed(world, cy, 'Acknowledge');
  const other = withCy.replace('account: acme', 'account: other').replace('T0ACME', 'T0OTHER');
  await world.applyOther(other.replace(/value: \w+/, 'value: zzzzyyyyxxxxwwwwvvvvuuuutttt2222'));
  const there = { workspace: 'T0OTHER' };
  const code = codeIn(await typed(world, { ...ada, ...there }, '/reveille link cy'));
  expect(await typed(world, { ...cy, ...there }, `/reveille link ${code}`)).toBe('You are known here as Cy now.');
  expect(world.card()).toContain('🔴 #1');
  const here = codeIn(await typed(world, ada, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${here}`)).toContain('What you wanted is done.');
  expect(world.card()).toContain('Cy has it since 02:14');
});

test('the code is kept as its hash, and no other row or log line has it', async () => {
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  await typed(world, cy, `/reveille link ${code}`);
  const { db, t } = world.store.read;
  const rows = [await db.select().from(t.linkCode), await db.select().from(t.event), await db.select().from(t.job)];
  expect(JSON.stringify(rows)).not.toContain(code);
  expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
  expect(rows[1]).toMatchObject([
    {
      name: 'person.linked',
      at: start,
      actor: { kind: 'person' },
      data: { by: 'code', externalId: expect.any(String) },
    },
  ]);
});
