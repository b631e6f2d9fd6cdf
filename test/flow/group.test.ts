import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { group, member, over } from '../support/alertmanager-group.ts';
import { type Edge, edgeOf } from '../support/edge.ts';
import { makeWorld, team, type World, webKey } from '../support/world.ts';

let world: World;
let edge: Edge;
beforeEach(async () => {
  world = await makeWorld();
  edge = edgeOf(world);
});
afterEach(async () => {
  await world.close();
});

const send = async (...alerts: object[]) => (await edge.post(`/in/alertmanager/${webKey}`, group(alerts))).result;
/** What the thread under the card says of alerts that joined. */
const joined = (): string[] => world.thread().filter((line) => /➕/.test(line));
const events = async (): Promise<string[]> => {
  const { read } = world.store;
  return (await read.db.select().from(read.t.event)).map((event) => event.name);
};

test('a group fires → one card and one page; it grows, shrinks and ends, and the card is true each time', async () => {
  expect(await send(member('web-3'))).toBe('opened');
  expect(world.card()).toContain('🔴 #1  CPU on web-3 above 95 %   warning · Web shop');
  expect(world.card()).toContain('1 alert · web-3 · Source · Alertmanager');
  await world.advance(minutes(1));
  expect(await send(member('web-3'), member('web-4'))).toBe('added');
  expect(world.card()).toContain('2 alerts, last 02:15 · Source · Alertmanager');
  expect(joined()).toEqual(['02:15 ➕ Another alert: CPU on web-4 above 95 % (warning)']);
  expect(await send(member('web-3', over), member('web-4'))).toBe('repeated');
  await world.advance(seconds(5));
  expect(world.card()).toContain('🔴 #1');
  expect(world.card()).toContain('2 alerts, 1 firing, last 02:15');
  await world.advance(minutes(1));
  expect(await send(member('web-4', over))).toBe('resolved');
  expect(world.card()).toContain('🟢 #1');
  expect(world.card()).toContain('by alertmanager');
  expect(world.card()).toContain('2 alerts, last 02:15');
  expect(world.messages('D0ADA')).toHaveLength(1);
  expect(await send(member('web-3', over), member('web-4', over))).toBe('dropped');
});

test('what fires at once is one incident and one page, named for all of them', async () => {
  expect(await send(member('web-3'), member('web-4'), member('web-5', over))).toBe('opened');
  expect(world.card()).toContain('🔴 #1  HighCPU   warning · Web shop');
  expect(world.card()).toContain('2 alerts, last 02:14');
  expect(joined()).toEqual(['02:14 ➕ Another alert: CPU on web-4 above 95 % (warning)']);
  expect(world.words('D0ADA')).toEqual([]);
  expect(await events()).toEqual([
    'incident.triggered',
    'incident.escalated',
    'incident.alert_added',
    ...world.onEach(() => 'page.delivered'),
  ]);
});

test('a new alert while Ada has it → she is told beneath her page, once, and nobody else is paged', async () => {
  await send(member('web-3'));
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(minutes(1));
  for (let turn = 0; turn < 3; turn += 1) await send(member('web-3'), member('web-4'));
  await world.advance(minutes(60));
  expect(world.words('D0ADA')).toEqual([
    '🔔 #1, which you have, has a new alert: CPU on web-4 above 95 % (warning). Nobody else is paged for it.',
  ]);
  expect(joined()).toEqual(['02:15 ➕ Another alert: CPU on web-4 above 95 % (warning)']);
  expect(world.card()).toContain('🟠 #1');
  expect(world.messages('D0BO')).toEqual([]);
});

test('Bo took it although Ada was paged → Bo is told, in a message of his own', async () => {
  await send(member('web-3'));
  await world.press('U0BO', 'C0OPS', 'Acknowledge');
  await world.advance(minutes(1));
  await send(member('web-4', { annotations: { summary: 'CPU is high' } }));
  expect(world.words('D0BO')).toEqual([
    '🔔 #1, which you have, has a new alert: CPU is high (web-4, warning). Nobody else is paged for it.',
  ]);
  expect(world.words('D0ADA')).toEqual([]);
});

test('an alert that was over and fires again counts again, and is said again', async () => {
  await send(member('web-3'), member('web-4'));
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(minutes(1));
  await send(member('web-3'), member('web-4', over));
  await world.advance(minutes(1));
  expect(await send(member('web-3'), member('web-4'))).toBe('added');
  expect(world.card()).toContain('2 alerts, last 02:16');
  expect(joined().at(-1)).toBe('02:16 ➕ Fires again: CPU on web-4 above 95 % (warning)');
  expect(world.words('D0ADA')).toEqual([
    '🔔 #1, which you have, has an alert that fires again: CPU on web-4 above 95 % (warning). Nobody else is paged for it.',
  ]);
  expect(await send(member('web-3', over))).toBe('repeated');
  expect(await send(member('web-4', over))).toBe('resolved');
});

test('while one ends and another begins the incident neither ends nor opens anew', async () => {
  await send(member('web-3'));
  await world.advance(minutes(1));
  expect(await send(member('web-3', over), member('web-4'))).toBe('added');
  expect(await send(member('web-3', over), member('web-4'))).toBe('repeated');
  expect((await events()).filter((name) => name === 'incident.resolved' || name === 'incident.triggered')).toEqual([
    'incident.triggered',
  ]);
});

test('hundreds join at once → the first are named, the others counted, all are known', async () => {
  await send(member('web-0'));
  await world.press('U0ADA', 'D0ADA', 'Acknowledge');
  await world.advance(minutes(1));
  const all = Array.from({ length: 300 }, (_, at) => member(`web-${at}`));
  expect(await send(...all)).toBe('added');
  expect(joined()).toHaveLength(20);
  expect(joined().at(-1)).toBe('02:15 ➕ Another alert: CPU on web-20 above 95 % (warning) and 279 more');
  expect(world.words('D0ADA')).toHaveLength(1);
  expect(world.card()).toContain('300 alerts, last 02:15');
  expect(await send(...all.slice(0, 299).map((alert) => ({ ...alert, ...over })), member('web-299'))).toBe('repeated');
  expect(await send(...all.map((alert) => ({ ...alert, ...over })))).toBe('resolved');
});

test('a notification that does not name its group → each alert is an incident of its own', async () => {
  const nameless = { groupKey: undefined, groupLabels: undefined };
  const post = (...alerts: object[]) => edge.post(`/in/alertmanager/${webKey}`, group(alerts, nameless));
  expect((await post(member('web-3'), member('web-4'))).result).toBe('opened');
  expect((await post(member('web-3', over), member('web-4'))).result).toBe('resolved');
  const { read } = world.store;
  const incidents = await read.db.select().from(read.t.incident).orderBy(read.t.incident.number);
  expect(incidents.map(({ number, summary, status }) => `#${number} ${summary}: ${status}`)).toEqual([
    '#1 CPU on web-3 above 95 %: resolved',
    '#2 CPU on web-4 above 95 %: triggered',
  ]);
});

test('the same alert twice in one notification is one alert', async () => {
  await send(member('web-3'));
  await world.advance(minutes(1));
  expect(await send(member('web-4'), member('web-4'))).toBe('added');
  expect(joined()).toHaveLength(1);
  expect(world.card()).toContain('2 alerts, last 02:15');
});

test('somebody disabled who has it is told nothing; the line under the card stands', async () => {
  await send(member('web-3'));
  await world.press('U0ADA', 'C0OPS', 'Acknowledge');
  const { store } = world;
  await store.transaction(async (tx) => {
    await tx.db.update(tx.t.person).set({ status: 'disabled' });
  });
  await world.advance(minutes(1));
  await send(member('web-4'));
  expect(world.words('D0ADA')).toEqual([]);
  expect(joined()).toHaveLength(1);
});

test('a service without rules keeps every alert of a group and says so once', async () => {
  const other = await makeWorld({ team: team.replace(/rules:\n(\s+- .*\n)+/, 'rules: []\n') });
  const body = group([member('web-3'), member('web-4')]);
  expect(await edgeOf(other).post(`/in/alertmanager/${webKey}`, body)).toEqual({ status: 200, result: 'refused' });
  expect(other.messages('C0OPS')).toHaveLength(1);
  const { read } = other.store;
  expect(await read.db.$count(read.t.alert)).toBe(2);
  await other.close();
});
