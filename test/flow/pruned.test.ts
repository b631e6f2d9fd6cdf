import { expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { pruneText } from '../support/team.ts';
import { makeWorld, team } from '../support/world.ts';

const withoutServices = team.slice(0, team.indexOf('policies:'));

test('an open incident of a service that is pruned goes on by the policy that it was opened with', async () => {
  const world = await makeWorld();
  expect(await world.alert()).toBe('opened');
  const pruned = await pruneText(world.store, world.written(withoutServices), world.clock.now());
  expect(pruned.changes).toEqual(['delete policy default', 'delete service web']);

  await world.advance(minutes(5));
  expect(world.card()).toContain('Bo');
  expect(await world.say('U0BO', '/incident list')).toContain('#1 Web shop: CPU on web-3 above 95 %');
  await world.press('U0BO', 'D0BO', 'Acknowledge');
  expect(world.card()).toContain('🟠 #1');
  await world.press('U0BO', 'C0OPS', 'Resolve');
  expect(world.card()).toContain('🟢 #1');
  await world.close();
});

test('its key takes no alert any more, and whoever is pruned is passed over and may not act', async () => {
  const world = await makeWorld();
  await world.alert();
  const adaAlone = withoutServices.replace(/ {2}bo: .*\n/, '');
  expect((await pruneText(world.store, world.written(adaAlone), world.clock.now())).changes).toContain(
    'delete person bo',
  );

  expect(await world.alert({ key: 'disk' })).toBe('unknown-key');
  expect(await world.press('U0BO', 'C0OPS', 'Acknowledge')).not.toBeNull();
  expect(world.card()).toContain('🔴 #1');
  await world.advance(minutes(5));
  expect(await world.press('U0ADA', 'C0OPS', 'Acknowledge')).toBeNull();
  expect(world.card()).toContain('🟠 #1');
  expect(world.messages('D0BO')).toEqual([]);
  await world.close();
});
