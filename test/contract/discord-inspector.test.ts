import { PermissionFlagsBits as May, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { createDiscordInspector } from '../../adapters/discord/inspector.ts';
import { neededPermissions } from '../../adapters/discord/permissions.ts';
import { registerCommands } from '../../adapters/discord/register.ts';
import { createCallers } from '../../adapters/discord/web.ts';
import type { Discord } from '../../sandbox/discord/discord.ts';
import type { Inspector, Verdict } from '../../src/doctor/port.ts';
import { ada, forum, openDiscord, ops, random, restOf } from '../sandbox/discord-clients.ts';

const now = Date.UTC(2026, 0, 5, 2, 14);
const guild = '1100000000000000001';
const stranger = '1100000000000000999';

interface Looking {
  readonly discord: Discord;
  readonly inspector: Inspector;
}

async function look(change: { token?: string; callTimeout?: number } = {}): Promise<Looking> {
  const discord = await openDiscord();
  const inspector = createDiscordInspector({
    token: discord.botToken,
    apiUrl: discord.api,
    clock: () => now,
    ...change,
  });
  return { discord, inspector };
}

/** The same, let in, so that it knows who it is. */
async function inside(): Promise<Looking> {
  const looking = await look();
  await looking.inspector.enter();
  return looking;
}

const complaints = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap(({ result, what }) => (result === 'ok' ? [] : [`${result}: ${what}`]));

test('it is let in, says which servers it is in, and how it is let into others', async () => {
  const { discord, inspector } = await look();
  const { verdicts, workspaces, invite } = await inspector.enter();
  expect(complaints(verdicts)).toEqual([]);
  expect(workspaces).toEqual([{ id: guild, name: 'Sandbox' }]);
  const url = new URL(invite ?? '');
  expect(url.searchParams.get('client_id')).toBe(discord.applicationId);
  expect(url.searchParams.get('scope')).toBe('bot applications.commands');
  const asked = BigInt(url.searchParams.get('permissions') ?? '0');
  expect(asked).toBe(neededPermissions.reduce((sum, { flag }) => sum | May[flag], 0n));
  const said = verdicts.map(({ what }) => what).join('\n');
  for (const { name, why } of neededPermissions) expect(said).toContain(`${name} (${why})`);
  expect(said).toContain(invite);
  expect(said).not.toContain(discord.botToken);
  discord.removeBot();
  expect(await inspector.enter()).toMatchObject({ workspaces: [] });
});

test('nothing but GET is called', async () => {
  const { discord, inspector } = await inside();
  await inspector.workspace(guild);
  await inspector.channel(ops, guild);
  await inspector.person(ada, guild);
  expect(discord.calls.length).toBeGreaterThan(5);
  expect(discord.calls.filter(({ method }) => !method.startsWith('GET '))).toEqual([]);
});

test('a token that is none is said as everywhere, and never repeated', async () => {
  const token = 'MTE.wrong.hush-hush';
  const { inspector } = await look({ token });
  const found = await inspector.enter();
  expect(found).toMatchObject({ workspaces: null, invite: null });
  expect(complaints(found.verdicts)).toEqual(['wrong: Discord does not accept DISCORD_TOKEN.']);
  expect(JSON.stringify(found)).not.toContain('hush');
});

const cases: readonly [string, Parameters<Discord['faults']['begin']>[0], RegExp][] = [
  ['500', { kind: 'server-error', lasts: 'until-ended' }, /^wrong: Whether .*: Discord answered HTTP 500\.$/],
  [
    '429',
    { kind: 'rate-limit', retryAfterS: 30, limit: 'user', lasts: 'until-ended' },
    /^warning: Whether .*: Discord asks us to wait\.$/,
  ],
  ['a cut line', { kind: 'outage', answer: 'none', lasts: 'until-ended' }, /^wrong: Whether .*: the connection failed/],
  ['slow', { kind: 'slow', ms: 5000, lasts: 'until-ended' }, /^wrong: Whether .*: no answer in time\.$/],
];
test.each(cases)('%s at the door is said, not thrown', async (_, fault, said) => {
  const { discord, inspector } = await look({ callTimeout: 200 });
  discord.faults.begin(fault);
  const found = await inspector.enter();
  expect(found.workspaces).toBeNull();
  expect(complaints(found.verdicts)).toEqual([expect.stringMatching(said)]);
});

test.each(cases)('%s later on is an outcome for each question', async (_, fault) => {
  const { discord, inspector } = await look({ callTimeout: 1000 });
  await inspector.enter();
  discord.faults.begin(fault);
  const kind = fault.kind === 'rate-limit' ? 'later' : 'broken';
  expect(await inspector.channel(ops, guild)).toMatchObject({ kind });
  expect(await inspector.person(ada, guild)).toMatchObject({ kind });
  expect(await inspector.workspace(guild)).toMatchObject({ kind });
});

test.each([ops, forum])('a channel in which cards can be shown: %s', async (id) => {
  const { inspector } = await inside();
  const name = id === ops ? '#ops' : '#incidents';
  const value = { name, archived: false, member: true, objections: [] };
  expect(await inspector.channel(id, guild)).toEqual({ kind: 'done', value });
});

test.each([
  ['SendMessages', ops, 'Send Messages'],
  ['EmbedLinks', ops, 'Embed Links'],
  ['ReadMessageHistory', ops, 'Read Message History'],
  ['CreatePublicThreads', ops, 'Create Public Threads'],
  ['SendMessagesInThreads', ops, 'Send Messages in Threads'],
  ['SendMessages', forum, 'Send Messages'],
  ['SendMessagesInThreads', forum, 'Send Messages in Threads'],
] as const)('a channel without %s is named (%s)', async (flag, id, name) => {
  const { discord, inspector } = await inside();
  discord.deny(id, May[flag]);
  const what = `does not let Reveille do all that it has to: ${name}.`;
  expect(await inspector.channel(id, guild)).toMatchObject({ value: { objections: [{ what }] } });
});

test('a forum needs no threads besides its posts', async () => {
  const { discord, inspector } = await inside();
  discord.deny(forum, May.CreatePublicThreads);
  expect(await inspector.channel(forum, guild)).toMatchObject({ value: { objections: [] } });
});

test('a channel that is not seen, is not there, or belongs to another server', async () => {
  const { inspector } = await inside();
  expect(await inspector.channel(random, guild)).toMatchObject({
    kind: 'gone',
    reason:
      'I cannot see that channel. Give the role of Reveille View Channel there; if I was removed from the server, let me in again.',
  });
  expect(await inspector.channel(stranger, guild)).toMatchObject({ kind: 'gone', what: 'channel' });
});

test('whoever is on the server can be written to; others cannot', async () => {
  const { discord, inspector } = await inside();
  expect(await inspector.person(ada, guild)).toEqual({ kind: 'done', value: null });
  expect(await inspector.person(stranger, guild)).toMatchObject({ kind: 'gone', what: 'person' });
  const unknown = { kind: 'refusal', status: 404, code: 10007, message: 'Unknown Member' } as const;
  discord.faults.begin({ ...unknown, lasts: { calls: 1 } });
  expect(await inspector.person(ada, guild)).toEqual({
    kind: 'gone',
    what: 'person',
    reason: 'This person is not on the server.',
  });
});

test('slash commands: none yet, those of this version, others', async () => {
  const { discord, inspector } = await inside();
  const said = async () => {
    const found = await inspector.workspace(guild);
    return found.kind === 'done' ? found.value.map(({ result, what }) => `${result}: ${what}`) : found;
  };
  expect(await said()).toEqual(['warning: The server has no slash commands of Reveille yet.']);
  const wire = { apiUrl: discord.api, token: discord.botToken, timeout: 5000 };
  const { bot } = createCallers(wire, new AbortController().signal);
  await registerCommands(bot, discord.applicationId, guild);
  expect(await said()).toEqual(['ok: The slash commands are there, as this version has them.']);
  const route = Routes.applicationGuildCommands(discord.applicationId, guild);
  await restOf(discord).put(route, { body: [{ name: 'incident', description: 'Something older.' }] });
  expect(await said()).toEqual(['warning: The slash commands on the server are not those of this version.']);
  discord.removeBot();
  expect(await said()).toEqual([
    expect.stringMatching(/^wrong: The slash commands on the server could not be looked at/),
  ]);
});
