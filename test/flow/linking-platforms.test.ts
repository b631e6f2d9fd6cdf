import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../src/lib/clock.ts';
import { exportTeamFile } from '../../src/team-file/export.ts';
import { codeIn, noticesTo, pressed, type Spot, typed } from '../support/linking.ts';
import { idOf } from '../support/names.ts';
import { applyText, pruneText } from '../support/team.ts';
import { makeWorld, team, type World } from '../support/world.ts';

/** Both platforms are connected, but who Ada and Bo are is written down for Slack alone, and of Cy nowhere. */
const onSlack = team
  .replace(/slack: (U0\w+)/g, 'slack: "$1"')
  .replace('policies:', '  cy: { name: Cy, zone: UTC }\npolicies:');

const inSlack = (who: string): Spot => ({ platform: 'slack', who });
const inDiscord = (who: string, workspace = 'T0ACME'): Spot => ({ platform: 'discord', who, workspace });

let world: World;
beforeEach(async () => {
  world = await makeWorld({ team: onSlack, platforms: ['slack', 'discord'] });
});
afterEach(() => world.close());

const exported = async () => {
  const written = await exportTeamFile(world.store.read, null);
  return written.ok ? written.value.yaml : '';
};
const linkBo = async (who = 'U0BO') => {
  const code = codeIn(await typed(world, inSlack('U0BO'), '/reveille link'));
  return await typed(world, inDiscord(who), `/reveille link ${code}`);
};

test('Bo presses in Discord, gets a code in Slack and types it in Discord → the press is done, and both are Bo', async () => {
  await world.alert();
  const said = await pressed(world, inDiscord('U0BO'), 'Acknowledge');
  expect(said).toContain(
    'If you are in the team already, type /reveille link in Slack, or ask Ada (owner) for a code.',
  );
  const made = await typed(world, inSlack('U0BO'), '/reveille link');
  expect(made).toMatch(/^Type \/reveille link \S+ in Discord until 02:24, and I know you there too\.\nIt works once\./);
  expect(await typed(world, inDiscord('U0BO'), `/reveille link ${codeIn(made)}`)).toBe(
    'You are known here as Bo now. What you wanted is done.',
  );
  expect(world.card()).toContain('Bo has it since 02:14');
  // One person: Slack knows that it is Bo who has it.
  expect(await pressed(world, inSlack('U0BO'), 'Acknowledge').catch(() => 'no such button')).toBe('no such button');
  expect(await typed(world, inSlack('U0BO'), '/incident ack 1')).toContain('You have #1 already');
  // From now on both are paged.
  await world.alert({ key: 'disk', summary: 'Disk full' });
  await world.advance(minutes(5));
  expect(world.chats.map((chat) => chat.messages.some(({ channel }) => channel === 'D0BO'))).toEqual([true, true]);
});

test('Bo hears of it where Bo was known before, and not where the code was typed', async () => {
  await linkBo();
  await world.settle();
  expect(noticesTo(world, 'slack', 'D0BO')).toEqual([
    '🔗 You are known in Discord too now. If that was not you, tell Ada (owner) at once.',
  ]);
  expect(noticesTo(world, 'discord', 'D0BO')).toEqual([]);
});

test('the owner who made the code hears of it, and whoever typed it in Discord is known there alone', async () => {
  const made = await typed(world, inSlack('U0ADA'), '/reveille link cy');
  expect(made).toContain('to be typed in Slack or Discord until 02:24');
  await typed(world, inDiscord('U0CY'), `/reveille link ${codeIn(made)}`);
  expect(noticesTo(world, 'slack', 'D0ADA')).toEqual(['🔗 Cy is known in Discord now, by your code.']);
  expect(await typed(world, inSlack('U0CY'), '/incident list')).toContain("I don't know you yet.");
});

test('in a direct message without a server a code is of its account; a wish of the server is done', async () => {
  await world.alert();
  await pressed(world, inDiscord('U0BO'), 'Acknowledge');
  const code = codeIn(await typed(world, inSlack('U0BO'), '/reveille link'));
  expect(await typed(world, inDiscord('U0BO', ''), `/reveille link ${code}`)).toBe(
    'You are known here as Bo now. What you wanted is done.',
  );
  expect(world.card()).toContain('Bo has it');
});

test('a press in a direct message of somebody unknown waits, too', async () => {
  await world.alert();
  const { token, message } = world.chat.button('D0ADA', 'Acknowledge');
  const speaker = { platform: 'discord', workspace: '', person: idOf('discord', 'U0ADA') } as const;
  const said = await world.app.chat.press({ speaker, channel: idOf('discord', 'D0ADA'), token, message });
  expect(said?.lines.flat().join('')).not.toContain('Ada');
  const code = codeIn(await typed(world, inSlack('U0ADA'), '/reveille link'));
  await typed(world, inDiscord('U0ADA', ''), `/reveille link ${code}`);
  expect(world.card()).toContain('Ada has it');
});

test('a code that is typed where its person is known is not used up, and neither is one on the wrong platform', async () => {
  const code = codeIn(await typed(world, inSlack('U0BO'), '/reveille link'));
  expect(await typed(world, inSlack('U0BO'), `/reveille link ${code}`)).toContain('You are known here as Bo already.');
  expect(await typed(world, inSlack('U0CY'), `/reveille link ${code}`)).toBe(
    'This code is for Discord: type it there.',
  );
  expect(await typed(world, inDiscord('U0BO'), `/reveille link ${code}`)).toBe('You are known here as Bo now.');
  expect(await typed(world, inSlack('U0BO'), '/reveille link')).toContain(
    'You are known in Slack and Discord already.',
  );
});

test('a person has one account on a platform: with the second, the code is refused and not used up', async () => {
  const code = codeIn(await typed(world, inSlack('U0BO'), '/reveille link'));
  await world.apply((text) => text.replace('"U0BO"', `"U0BO", discord: "${idOf('discord', 'U0OLD')}"`));
  expect(await typed(world, inDiscord('U0BO'), `/reveille link ${code}`)).toBe(
    'Bo has another account in this server already. Ask Ada (owner) to change it in the team file.',
  );
});

test('what is linked is exported; applied again it changes nothing, and a file that leaves it out keeps it', async () => {
  await linkBo();
  const yaml = await exported();
  expect(yaml).toContain(`discord: "${idOf('discord', 'U0BO')}"`);
  expect((await applyText(world.store, yaml, world.clock.now())).changes).toEqual([]);
  await world.apply((text) => text);
  expect(await exported()).toBe(yaml);
  expect(await typed(world, inDiscord('U0BO'), '/incident list')).toBe('Nothing is open. All is calm.');
});

test('what the team file says is the truth: it takes a linked identity from whoever has it, and says so', async () => {
  await linkBo('U0CY');
  const id = idOf('discord', 'U0CY');
  const yaml = (await exported()).replace(`, discord: "${id}"`, '').replace('name: Cy,', `name: Cy, discord: "${id}",`);
  const { changes } = await applyText(world.store, yaml, world.clock.now());
  expect(changes).toEqual([`cy is ${id} in Discord`, 'bo is nobody in Discord']);
  await world.alert();
  await pressed(world, inDiscord('U0CY'), 'Acknowledge');
  expect(world.card()).toContain('Cy has it');
  expect((await applyText(world.store, yaml, world.clock.now())).changes).toEqual([]);
});

test('an identity of somebody who was deleted is free to be linked', async () => {
  const eve = `  eve: { name: Eve, zone: UTC, discord: "${idOf('discord', 'U0BO')}" }\npolicies:`;
  await world.apply((text) => text.replace('policies:', eve));
  await pruneText(world.store, world.written(onSlack), world.clock.now());
  expect(await linkBo()).toBe('You are known here as Bo now.');
});

test('an identity of somebody who is disabled is theirs', async () => {
  const eve = `  eve: { name: Eve, zone: UTC, enabled: false, discord: "${idOf('discord', 'U0BO')}" }\npolicies:`;
  await world.apply((text) => text.replace('policies:', eve));
  expect(await linkBo()).toBe('You are Eve here already, so this code cannot make you somebody else.');
});
