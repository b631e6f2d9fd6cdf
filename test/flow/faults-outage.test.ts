import { afterEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { makeWireWorld, type WireWorld } from '../support/wire-world.ts';

let world: WireWorld;
afterEach(async () => {
  await world.close();
});
const unreached = () =>
  expect.stringMatching(`^${world.called} cannot be reached at 127\\.0\\.0\\.1:\\d+ since 2026-01-05 02:14 UTC`);

describe.each(['none', '503'] as const)('an outage, answer %s', (answer) => {
  const outage = { kind: 'outage', answer } as const;

  test('alerts arrive meanwhile → afterwards every card is true, and every page came once', async () => {
    world = await makeWireWorld();
    await world.alert();
    world.breaks(outage);
    await world.cutOff();
    await world.alert({ key: 'disk', summary: 'Disk full' });
    await world.advance(minutes(3));
    expect(world.shown('C0OPS')).toHaveLength(1);
    expect(world.trouble()).toEqual(unreached());
    world.mended();
    await world.advance(seconds(31));
    expect(world.shown('D0ADA').map(headOf)).toEqual(['🔴 #1  CPU on web-3 above 95 %', '🔴 #2  Disk full']);
    // The second was asked for in the outage, and went out after it.
    expect(world.shown('C0OPS')).toEqual([
      expect.stringContaining('Ada paged 02:14 by DM ✓ · next: Bo at 02:19'),
      expect.stringContaining('Ada paged 02:14 by DM ✓ sent 02:17 · next: Bo at 02:19'),
    ]);
    await world.reconnected();
    expect(world.trouble()).toBeNull();
    await world.press('U0ADA', 'D0ADA', 'Acknowledge');
    expect(world.shown('C0OPS').map(headOf)).toEqual(['🔴 #1  CPU on web-3 above 95 %', '🟠 #2  Disk full']);
  });

  test('it is over by itself meanwhile → nobody is woken for nothing, and the card says so', async () => {
    world = await makeWireWorld();
    world.breaks(outage);
    await world.alert();
    await world.over();
    world.mended();
    await world.advance(seconds(31));
    expect(world.shown('D0ADA')).toEqual([]);
    expect(world.shown('C0OPS')).toEqual([expect.stringContaining('🟢 #1')]);
  });

  test('it lasts longer than the first rule → afterwards both have their page, once', async () => {
    world = await makeWireWorld();
    world.breaks(outage);
    await world.alert();
    await world.advance(minutes(6));
    world.mended();
    await world.advance(seconds(31));
    expect(world.shown('D0ADA')).toHaveLength(1);
    expect(world.shown('D0BO')).toHaveLength(1);
    expect(world.shown('C0OPS')).toEqual([expect.stringMatching(/Ada paged .* by DM ✓[\s\S]*Bo paged .* by DM ✓/)]);
  });

  test('Reveille starts in it → alerts are taken, and shown when it is over', async () => {
    world = await makeWireWorld({ broken: outage });
    expect(world.trouble()).toEqual(unreached());
    await world.alert();
    await world.advance(minutes(1));
    expect(world.shown('C0OPS')).toEqual([]);
    world.mended();
    await world.reconnected();
    await world.advance(seconds(31));
    expect(world.shown('D0ADA')).toHaveLength(1);
    expect(world.shown('C0OPS')).toEqual([expect.stringContaining('by DM ✓ sent 02:15 · next: Bo at 02:19')]);
    await world.press('U0ADA', 'C0OPS', 'Resolve');
    expect(world.shown('D0ADA')).toEqual([expect.stringContaining('🟢 #1')]);
  });
});

/** The line that says which incident it is, and how it stands. */
function headOf(card: string): string {
  return card.split('\n').find((line) => /^[🔴🟠🟢]/u.test(line)) ?? '';
}
