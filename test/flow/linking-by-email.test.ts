import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { codeIn, pressed, type Spot, typed } from '../support/linking.ts';
import { makeWorld, start, team, type World } from '../support/world.ts';

const withCy = team.replace('policies:', '  cy: { name: Cy, email: Cy@Example.com, zone: UTC }\npolicies:');

let world: World;
let ada: Spot;
let cy: Spot;
beforeEach(async () => {
  world = await makeWorld({ team: withCy });
  const { platform } = world.chat;
  [ada, cy] = [
    { platform, who: 'U0ADA' },
    { platform, who: 'U0CY' },
  ];
});
afterEach(() => world.close());

test('the platform knows the same e-mail address → the press is done at once, and nobody is asked', async () => {
  world.chat.emails.set('U0CY', 'cy@EXAMPLE.com');
  await world.alert();
  expect(await pressed(world, cy, 'Acknowledge')).toBe('');
  expect(world.card()).toContain('Cy has it since 02:14');
  const { read } = world.store;
  const events = (await read.db.select().from(read.t.event)).filter(({ name }) => name === 'person.linked');
  expect(events).toMatchObject([{ data: { by: 'email', madeBy: null } }]);
  expect(await pressed(world, cy, 'Resolve')).toBe('');
});

test('so is a command, a form, and /reveille link by itself', async () => {
  world.chat.emails.set('U0CY', 'cy@example.com');
  expect(await typed(world, cy, '/incident list')).toBe('Nothing is open. All is calm.');
});

test('a form opens', async () => {
  world.chat.emails.set('U0CY', 'cy@example.com');
  expect(await world.form('U0CY', { type: '/incident trigger' })).toMatchObject({ title: expect.any(String) });
});

test('/reveille link by itself says who one is', async () => {
  world.chat.emails.set('U0CY', 'cy@example.com');
  expect(await typed(world, cy, '/reveille link')).toBe('You are known here as Cy now.');
});

test('two presses at once → both count, and one is told what the other did', async () => {
  world.chat.emails.set('U0CY', 'cy@example.com');
  await world.alert();
  const said = await Promise.all([pressed(world, cy, 'Acknowledge'), pressed(world, cy, 'Acknowledge')]);
  expect(said.toSorted()).toEqual(['', 'You have #1 already, since 0 s ago.']);
});

test.each<[why: string, email: string | null, change: (text: string) => string]>([
  ['nobody has it', 'eve@example.com', (text) => text],
  ['there is none', null, (text) => text],
  ['one letter only looks the same', '\u212ay@example.com', (text) => text.replace('Cy@Example.com', 'ky@example.com')],
  ['two people have it', 'cy@example.com', (text) => text.replace('bo@example.com', 'CY@example.com')],
  ['its person is disabled', 'cy@example.com', (text) => text.replace('name: Cy,', 'name: Cy, enabled: false,')],
  ['its person has another account here', 'bo@example.com', (text) => text],
])('an e-mail address where %s links nobody', async (_why, email, change) => {
  await world.apply(change);
  if (email !== null) world.chat.emails.set('U0CY', email);
  await world.alert();
  expect(await pressed(world, cy, 'Acknowledge')).toContain("I don't know you yet. Ask Ada (owner)");
  expect(world.card()).toContain('🔴 #1');
});

test.each([
  ['lacks the scope', { kind: 'refused', reason: 'The Slack app lacks the scope users:read.' }],
  ['has a failure', { kind: 'broken', reason: 'HTTP 500' }],
  ['knows no such person', { kind: 'gone', what: 'person', reason: 'There is no such person.' }],
] as const)('the platform %s → words how to link, and a code does it', async (_name, outcome) => {
  world.chat.emails.set('U0CY', 'cy@example.com');
  world.chat.answers.push((act) => (act === 'look-up' ? outcome : undefined));
  await world.alert();
  expect(await pressed(world, cy, 'Acknowledge')).toMatch(/type \/reveille link (code:)?CODE here until 02:24/);
  const code = codeIn(await typed(world, ada, '/reveille link cy'));
  expect(await typed(world, cy, `/reveille link ${code}`)).toContain('What you wanted is done.');
  expect(world.card()).toContain('Cy has it');
});

test('the platform asks for peace → it is not asked again before that is over', async () => {
  let asked = 0;
  for (let act = 0; act < 20; act += 1) {
    world.chat.answers.push((what) => {
      if (what !== 'look-up') return undefined;
      asked += 0.5;
      return { kind: 'later', at: start + minutes(1), scope: 'look-up' };
    });
  }
  for (let n = 0; n < 3; n += 1) expect(await typed(world, cy, '/incident list')).toContain("I don't know you yet.");
  expect(asked).toBe(1);
  await world.advance(minutes(1));
  world.chat.answers.splice(0);
  world.chat.emails.set('U0CY', 'cy@example.com');
  expect(await typed(world, cy, '/incident list')).toBe('Nothing is open. All is calm.');
});

test('the platform does not answer → words all the same', async () => {
  Object.assign(world.chat, { lookUp: () => new Promise(() => {}) });
  await world.alert();
  expect(await pressed(world, cy, 'Acknowledge')).toContain("I don't know you yet.");
});
