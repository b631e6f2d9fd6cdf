import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { type DiscordWorld, makeDiscordWorld, people } from '../support/discord-world.ts';

let world: DiscordWorld;
beforeEach(async () => {
  world = await makeDiscordWorld();
  await world.alert();
});
afterEach(async () => {
  await world.close();
});

const last = () => world.told('ada').at(-1);
const labels = () =>
  world.discord.formOf(people.ada)?.modal.components.map((part) => ('label' in part ? part.label : null));

test('Discord is told of the commands once, on our server', () => {
  expect(world.discord.commands.map(({ form, guildId }) => [form.name, guildId])).toEqual([
    ['incident', world.discord.guildId],
    ['reveille', world.discord.guildId],
  ]);
  expect(world.done('PUT /applications/{application.id}/guilds/{guild.id}/commands')).toBe(1);
});

test.each<[name: string, values: Record<string, string | number | boolean>, answer: string]>([
  [
    'incident list',
    { mine: true, service: 'web' },
    '🔴 #1 Web shop: CPU on web-3 above 95 % · triggered · since 02:14',
  ],
  ['incident show', { incident: '#1' }, 'Ada paged 02:14 by DM ✓ · next: Bo at 02:19'],
  ['incident show', { incident: '7' }, 'There is no incident #7.'],
  ['incident escalate', { incident: '1', rule: 7 }, 'There is no rule 7'],
  ['incident trigger', { service: 'wbe', summary: 'Disk full' }, 'Did you mean web?'],
  ['incident help', {}, '/incident note incident [text] Writes something down under the card.'],
  ['reveille help', { command: 'status' }, '/reveille status'],
  ['reveille status', {}, 'Discord is connected.\n1 incident is open: 1 triggered, 0 acknowledged.'],
])('/%s %j is answered to the asker alone', async (name, values, answer) => {
  const before = world.shown('ops');
  await world.type('ada', name, values);
  expect(last()).toContain(answer);
  expect(world.told('bo')).toEqual([]);
  expect(world.shown('ops')).toEqual(before);
});

test.each<[name: string, values: Record<string, string | number | boolean>, card: string]>([
  ['incident acknowledge', { incident: '1' }, '🟠 #1'],
  ['incident acknowledge', { mine: true }, 'Ada has it since 02:14'],
  ['incident resolve', { incident: '1', because: 'the disk was full' }, '🟢 #1'],
  ['incident escalate', { incident: '1', rule: 2 }, 'Bo paged 02:14 by DM ✓'],
  ['incident snooze', { incident: '1', for: '2h' }, 'Snoozed until 04:14 by Ada'],
])('/%s %j: the card is the answer', async (name, values, card) => {
  await world.type('ada', name, values);
  expect(last()).toBe('Done. The card shows it.');
  expect(world.shown('ops')).toEqual([expect.stringContaining(card)]);
});

test('a note, an incident by hand and what is typed in a direct message', async () => {
  await world.type('ada', 'incident note', { incident: '1', text: 'it was the **cache**' });
  expect(world.thread('ops').at(-1)).toContain('Ada: it was the **cache**');
  await world.type('ada', 'incident trigger', { service: 'web', summary: 'Checkout is down' }, 'general');
  expect(last()).toBe('#2 is open for Web shop. Its card is in its channel.');
  expect(world.shown('ops')).toHaveLength(2);
  await world.type('ada', 'incident acknowledge', { incident: '2' }, '@ada');
  expect(world.shown('ops').at(-1)).toContain('🟠 #2');
});

test('what is typed is completed: incidents, services, lengths', async () => {
  const incidents = await world.complete('ada', 'incident show', 'incident', 'cpu');
  expect(incidents).toEqual([{ name: '#1 CPU on web-3 above 95 %', value: '1' }]);
  const services = await world.complete('ada', 'incident trigger', 'service', 'shop');
  expect(services).toEqual([{ name: 'Web shop (web)', value: 'web' }]);
  const lengths = await world.complete('ada', 'incident snooze', 'for', '1');
  expect(lengths.map(({ value }) => value)).toEqual(['1h', '12h', '1d']);
  expect(await world.complete('cy', 'incident show', 'incident', '')).toEqual([]);
});

describe('forms', () => {
  test('More → Note: what is written stands under the card, and nothing more is said', async () => {
    await world.press('ada', 'ops', 'More');
    expect(last()).toContain('[Note] [Snooze 30 min] [Snooze 2 h] [Snooze 8 h]');
    await world.press('ada', 'ops', 'Note');
    expect(labels()).toEqual(['Note']);
    const before = world.told('ada');
    await world.fill('ada', { text: 'it was the cache' });
    expect(world.told('ada')).toEqual(before);
    expect(world.thread('ops').at(-1)).toContain('Ada: it was the cache');
  });

  test('More → Snooze 30 min acts at once', async () => {
    await world.press('ada', 'ops', 'More');
    await world.press('ada', 'ops', 'Snooze 30 min');
    expect(world.shown('ops')).toEqual([expect.stringContaining('Snoozed until 02:44 by Ada')]);
    await world.advance(minutes(30));
    expect(world.shown('ops')).toEqual([expect.stringContaining('🔴 #1')]);
  });

  test('/incident trigger without what is wrong: services and severities are chosen from', async () => {
    await world.type('ada', 'incident trigger', { service: 'web' });
    expect(labels()).toEqual(['Service', 'What is wrong?', 'Severity', 'What else is known']);
    await world.fill('ada', { summary: 'Disk full', severity: 'warning', description: 'since noon' });
    expect(last()).toBe('#2 is open for Web shop. Its card is in its channel.');
    expect(world.shown('ops').at(-1)).toContain('🔴 #2  Disk full\nwarning · Web shop');
  });

  test('/incident snooze without for how long: a time that is none is said, and what is meant', async () => {
    await world.type('ada', 'incident snooze', { incident: '1' });
    await world.fill('ada', { until: 'tomorrow' });
    expect(last()).toBe(
      'Nothing was done yet. Please open the form again.\nUntil: Write a time like 2026-12-24 18:00, in UTC.\nYou wrote:\nUntil: tomorrow',
    );
    await world.type('ada', 'incident snooze', { incident: '1' });
    await world.fill('ada', { until: '2020-01-05 04:00' });
    expect(last()).toMatch(
      /Until: This must be 1 min to 7 d from now\. It is 2026-01-05 02:14 UTC now\.\nYou wrote:\nUntil: 2020-01-05 04:00$/,
    );
    await world.type('ada', 'incident snooze', { incident: '1' });
    await world.fill('ada', { until: '2026-01-05 04:00' });
    expect(world.shown('ops')).toEqual([expect.stringContaining('Snoozed until 04:00 by Ada')]);
  });
});
