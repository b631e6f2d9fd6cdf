import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Edge, edgeOf } from '../support/edge.ts';
import { makeWorld, type World, webKey } from '../support/world.ts';

/** Characters that one database keeps and the other does not, or that are no characters: the same is shown of them on both. */
const odd = 'a\0b\ud800c\udc00d😀';
const shown = 'a\ufffdb\ufffdc\ufffdd😀';

let world: World;
let edge: Edge;
beforeEach(async () => {
  world = await makeWorld();
  edge = edgeOf(world);
});
afterEach(() => world.close());

const alerts = async () => await world.store.read.db.select().from(world.store.read.t.alert);

test('a tool says it in every field of an event → it is stored, shown, and its end is known by the same key', async () => {
  const event = { routing_key: webKey, event_action: 'trigger', dedup_key: odd };
  const links = [{ href: 'https://example.com', text: odd }];
  const payload = { summary: odd, source: odd, severity: odd, custom_details: { [odd]: [odd] } };
  await edge.post('/v2/enqueue', { ...event, payload, links, client: odd });
  expect(world.card()).toContain(`#1  ${shown}`);
  expect(world.card()).toContain(` · ${shown}`);
  expect(await alerts()).toMatchObject([{ key: shown, summary: shown, source: shown }]);
  expect((await alerts())[0]?.details).toMatchObject({ custom_details: { [shown]: [shown] } });
  await edge.post('/v2/enqueue', { ...event, event_action: 'resolve' });
  expect(world.card()).toContain('🟢 #1');
});

test('a group of Alertmanager says it in its labels → the same', async () => {
  const labels = { alertname: odd, instance: odd, severity: odd };
  const group = (status: string): object => ({
    groupKey: odd,
    alerts: [{ status, labels, annotations: { summary: odd } }],
  });
  await edge.post(`/in/alertmanager/${webKey}`, group('firing'));
  expect(world.card()).toContain(`#1  ${shown}`);
  await edge.post(`/in/alertmanager/${webKey}`, group('resolved'));
  expect(world.card()).toContain('🟢 #1');
});

test('a change says it → the line under the card does', async () => {
  await world.alert();
  await edge.post('/v2/change/enqueue', { routing_key: webKey, payload: { summary: odd, source: odd } });
  expect(world.thread().join('\n')).toContain(`${shown} · ${shown}`);
});

test('a person says it → the card, the thread and the list do', async () => {
  await world.say('U0BO', `/incident trigger web ${odd}`);
  expect(world.card()).toContain(`#1  ${shown}`);
  await world.say('U0BO', `/incident note 1 ${odd}`);
  expect(world.thread().join('\n')).toContain(`: ${shown}`);
  await world.say('U0BO', `/incident resolve 1 because ${odd}`);
  expect(world.card()).toContain(`Because: ${shown}`);
  expect(await world.say('U0BO', '/incident list all')).toContain(`Web shop: ${shown}`);
});

test('a person writes it into a form → the same', async () => {
  const form = await world.form('U0BO', { type: '/incident trigger web' });
  if (typeof form === 'string') throw new Error(form);
  const service = form.fields.flatMap((field) => (field.kind === 'choice' ? field.options : []))[0]?.value ?? '';
  await world.fill('U0BO', form, { service, summary: odd, description: odd });
  expect(world.card()).toContain(`#1  ${shown}`);
  expect(await alerts()).toMatchObject([{ details: { description: shown } }]);
});
