import { expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { textOf } from '../support/fake-chat.ts';
import { makeWorld, team } from '../support/world.ts';

const messages = (world: Awaited<ReturnType<typeof makeWorld>>) =>
  world.same((chat) => chat.messages.map((shown) => `${shown.channel}: ${textOf(shown.message)}`));

test('a service whose policy has no rules → no incident, and it is said in the channel and to the owner, once', async () => {
  const world = await makeWorld({ team: team.replace(/rules:\n(\s+- .*\n)+/, 'rules: []\n') });
  expect(await world.alert()).toBe('refused');
  const words =
    'Web shop has no rules that say whom to page, so no incident was opened. The alert is kept. Give the service a policy with at least one rule.';
  expect(messages(world)).toEqual([
    `C0OPS: ⚠️ Nobody was paged for CPU on web-3 above 95 %. ${words}`,
    `D0ADA: ⚠️ Nobody was paged for "CPU on web-3 above 95 %". ${words}`,
  ]);
  const { read } = world.store;
  expect(await read.db.$count(read.t.incident)).toBe(0);
  const [alert] = await read.db.select().from(read.t.alert);
  expect(alert).toMatchObject({ incidentId: null, status: 'refused', summary: 'CPU on web-3 above 95 %' });
  const events = await read.db.select().from(read.t.event);
  expect(events.map((event) => event.name)).toEqual(['service.refused_alert']);
  await world.close();
});

test('it is said once in a while, whatever is refused; every alert is kept, repeats are counted', async () => {
  const world = await makeWorld({ team: team.replace(/rules:\n(\s+- .*\n)+/, 'rules: []\n') });
  for (let n = 0; n < 3; n += 1) await world.alert();
  await world.alert({ key: 'disk', summary: 'Disk full' });
  expect(messages(world)).toHaveLength(2);
  const { read } = world.store;
  const alerts = await read.db.select().from(read.t.alert);
  expect(alerts.map(({ summary, count }) => [summary, count])).toEqual([
    ['CPU on web-3 above 95 %', 3],
    ['Disk full', 1],
  ]);
  await world.advance(minutes(15));
  await world.alert();
  expect(messages(world)).toHaveLength(4);
  await world.close();
});

test('a disabled service keeps its alerts and says why nobody is paged', async () => {
  const world = await makeWorld({ team: team.replace('name: Web shop', 'name: Web shop\n    enabled: false') });
  expect(await world.alert()).toBe('refused');
  expect(messages(world)[0]).toContain('Web shop is disabled, so no incident was opened.');
  await world.close();
});

test('somebody without any contact is said on the card, and the next rule goes on', async () => {
  const world = await makeWorld({ team: team.replace(', slack: U0ADA', '') });
  await world.alert();
  expect(world.card()).toContain('Ada cannot be paged: no contact · next: Bo at 02:19');
  await world.close();
});

test('somebody disabled is passed over at once', async () => {
  const world = await makeWorld({ team: team.replace('role: owner, slack', 'role: owner, enabled: false, slack') });
  await world.alert();
  expect(world.card()).toContain('Bo paged 02:14 by DM ✓');
  await world.close();
});

test('an observer may look, and gets words when pressing', async () => {
  const world = await makeWorld({ team: team.replace('slack: U0BO', 'role: observer, slack: U0BO') });
  await world.alert();
  expect(await world.say('U0BO', '/incident list')).toContain('#1');
  expect(await world.press('U0BO', 'C0OPS', 'Resolve')).toBe('Only responders may do that. Ask Ada (owner).');
  expect(world.card()).toContain('🔴 #1');
  await world.close();
});
