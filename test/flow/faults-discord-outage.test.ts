import { afterEach, describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld } from '../support/discord-world.ts';

let world: DiscordWorld;
afterEach(async () => {
  await world.close();
});
const headOf = (text: string) => text.split('\n').find((line) => /^[🔴🟠🟢]/u.test(line));

describe.each(['none', '503'] as const)('an outage, answer %s', (answer) => {
  const outage = { kind: 'outage', answer } as const;

  test('alerts arrive meanwhile → afterwards every card is true, and every page came once', async () => {
    world = await makeDiscordWorld();
    await world.alert();
    world.breaks(outage);
    await world.cutOff();
    await world.alert({ key: 'disk', summary: 'Disk full' });
    await world.advance(minutes(3));
    expect(world.shown('ops')).toHaveLength(1);
    expect(world.trouble()).toMatch(/^Discord cannot be reached at 127\.0\.0\.1:\d+ since 2026-01-05/);
    world.mended();
    await world.advance(seconds(31));
    expect(world.shown('@ada').map(headOf)).toEqual(['🔴 #1  CPU on web-3 above 95 %', '🔴 #2  Disk full']);
    for (const card of world.shown('ops')) expect(card).toContain('by DM ✓ · next: Bo at 02:19');
    await world.reconnected();
    await world.press('ada', '@ada', 'Acknowledge');
    expect(world.shown('ops').map(headOf)).toEqual(['🔴 #1  CPU on web-3 above 95 %', '🟠 #2  Disk full']);
  });

  test('it is over by itself meanwhile → nobody is woken for nothing, and the card says so', async () => {
    world = await makeDiscordWorld();
    world.breaks(outage);
    await world.cutOff();
    await world.alert();
    await world.over();
    world.mended();
    await world.advance(seconds(31));
    expect(world.shown('@ada')).toEqual([]);
    expect(world.shown('ops')).toEqual([expect.stringContaining('🟢 #1')]);
  });

  test('Reveille starts in it → it takes alerts, and shows them when Discord is back', async () => {
    world = await makeDiscordWorld({ broken: outage });
    await world.alert();
    await world.advance(minutes(1));
    expect(world.shown('ops')).toEqual([]);
    world.mended();
    await world.reconnected();
    await world.advance(seconds(31));
    expect(world.shown('ops')).toEqual([expect.stringContaining('by DM ✓ · next: Bo at 02:19')]);
    expect(world.shown('@ada')).toHaveLength(1);
    await world.press('ada', '@ada', 'Acknowledge');
    expect(world.shown('ops')).toEqual([expect.stringContaining('🟠 #1')]);
  });
});
