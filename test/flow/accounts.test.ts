import { expect, test } from 'vitest';
import { makeWorld, team, webKey } from '../support/world.ts';

const otherKey = 'zzzzyyyyxxxxwwwwvvvvuuuutttt2222';
const other = team
  .replace('account: acme', 'account: other')
  .replace('T0ACME', 'T0OTHER')
  .replace(webKey, otherKey)
  .replace('name: Web shop', 'name: Secret shop');

test('another account in the same database is neither shown nor told nor touched', async () => {
  const world = await makeWorld();
  await world.applyOther(other);
  await world.alert();
  const received = await world.app.intake.receive(otherKey, [
    {
      action: 'trigger',
      key: 'cpu',
      alertKey: 'cpu',
      summary: 'A secret',
      severity: 'critical',
      source: null,
      links: [],
      details: {},
    },
  ]);
  await world.settle();
  // Each account counts for itself, and the same key of the same tool is another problem there.
  expect(received).toMatchObject({ ok: true, value: [{ kind: 'opened', number: 1 }] });
  // The only tokens belong to T0ACME: nothing of the other account may appear there.
  expect(world.messages().join('\n')).not.toContain('ecret');
  expect(await world.say('U0ADA', '/incident list all')).not.toContain('Secret shop');
  const foreign = received.ok && 'incidentId' in (received.value[0] ?? {}) ? received.value[0] : undefined;
  const id = foreign !== undefined && 'incidentId' in foreign ? foreign.incidentId : '';
  expect(await world.pressToken('U0ADA', 'C0OPS', `rv1:resolve:${id}`, 'm1')).toBe('This incident is not known here.');
  const { read } = world.store;
  const states = await read.db.select().from(read.t.incident);
  expect(states.map((incident) => incident.status)).toEqual(['triggered', 'triggered']);
  const failed = (await read.db.select().from(read.t.delivery)).filter((delivery) => delivery.status === 'failed');
  expect(failed.map((delivery) => delivery.reason)).toEqual(
    world.onEach(() => 'no token of ours belongs to this workspace'),
  );
  await world.close();
});

test('somebody of the other workspace is nobody here', async () => {
  const world = await makeWorld();
  await world.applyOther(other);
  await world.alert();
  for (const chat of world.chats) {
    const { token, message } = chat.button('C0OPS', 'Resolve');
    const stranger = world.speaker('U0ADA', 'T0OTHER', chat.platform);
    expect(await world.pressToken(stranger, 'C0OPS', token, message)).toBe('This incident is not known here.');
  }
  expect(world.card()).toContain('🔴 #1');
  await world.close();
});
