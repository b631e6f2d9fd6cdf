import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Edge, edgeOf } from '../support/edge.ts';
import { makeWorld, type World, webKey } from '../support/world.ts';

let world: World;
let edge: Edge;
beforeEach(async () => {
  world = await makeWorld();
  edge = edgeOf(world);
});
afterEach(async () => {
  await world.close();
});

const deploy = {
  routing_key: webKey,
  payload: { summary: 'Deploy 1.2.3', source: 'ci', custom_details: { build: 2 } },
  links: [{ href: 'https://ci.example.com/build/2', text: 'Build' }],
};
const line = (at: number) => [
  { time: at },
  ' 🔧 ',
  { bold: 'Deploy 1.2.3' },
  ' · ci',
  ' · ',
  { link: 'https://ci.example.com/build/2', label: 'Build' },
];

const changes = async () => {
  const { read } = world.store;
  return (await read.db.select().from(read.t.event)).filter((event) => event.name === 'service.changed');
};

test('a deploy while nothing is wrong → kept, and nobody hears of it', async () => {
  expect((await edge.post('/v2/change/enqueue', deploy)).status).toBe(202);
  expect(world.messages()).toEqual([]);
  expect(await changes()).toEqual([
    expect.objectContaining({
      incidentId: null,
      place: null,
      at: world.clock.now(),
      actor: expect.objectContaining({ kind: 'key', name: 'alertmanager' }),
      data: {
        summary: 'Deploy 1.2.3',
        source: 'ci',
        links: [{ href: 'https://ci.example.com/build/2', text: 'Build' }],
        details: { custom_details: { build: 2 } },
      },
    }),
  ]);
});

test('a deploy while things are wrong → a line under every open card of the service, and no incident', async () => {
  await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  await world.alert({ key: 'mail', summary: 'No mail' });
  await world.press('U0ADA', 'C0OPS', 'Resolve');
  const cards = world.same(({ messages }) =>
    messages.filter((shown) => shown.channel === 'C0OPS' && 'card' in shown.message).map(({ id }) => id),
  );
  const before = world.messages().length;
  await edge.post('/v2/change/enqueue', deploy);
  const message = { words: { lines: [line(world.clock.now())] } };
  expect(world.same(({ messages }) => messages.slice(before))).toEqual([
    expect.objectContaining({ channel: 'C0OPS', thread: cards[0], message }),
    expect.objectContaining({ channel: 'C0OPS', thread: cards[1], message }),
  ]);
  expect(await changes()).toHaveLength(1);
  expect(await world.say('U0ADA', '/incident list')).not.toContain('Deploy');
});

test('a change with somebody else’s key changes nothing', async () => {
  await world.alert();
  const before = world.messages().length;
  expect(await world.app.changes.record('nobody', { summary: 's', source: null, links: [], details: {} })).toEqual({
    ok: false,
    refusal: { code: 'unknown-key' },
  });
  await world.settle();
  expect(world.messages()).toHaveLength(before);
  expect(await changes()).toEqual([]);
});
