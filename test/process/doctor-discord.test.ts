import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PermissionFlagsBits as May } from 'discord.js';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Discord, startDiscord } from '../../sandbox/discord/discord.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ada, bo, forum, ops, random } from '../sandbox/discord-clients.ts';
import { openApiJudge } from '../support/discord-openapi.ts';
import { endAll, runCommand, type Settings, start, startServer } from './server.ts';

const guild = '1100000000000000001';
const root = mkdtempSync(join(tmpdir(), 'reveille-doctor-'));
let folder: string;
let discord: Discord;
let slack: Sandbox | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(root, 'case-'));
  discord = await startDiscord({ host: '127.0.0.1', port: 0, ...(openApiJudge && { judge: openApiJudge }) });
});
afterEach(async () => {
  await endAll();
  await discord.close();
  await slack?.close();
  slack = undefined;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const team = `account: acme
connect: { discord: "${guild}" }
people:
  ada: { name: Ada Lovelace, zone: UTC, role: owner, discord: "${ada}" }
  bo: { name: Bo Diddley, zone: UTC, discord: "${bo}" }
policies:
  default: { rules: [{ wait: 5m, page: [person/ada] }, { wait: 5m, page: [person/bo] }] }
services:
  web: { name: Web shop, policy: default, channel: { discord: "${ops}" }, keys: [{ name: main }] }
  db: { name: Database, policy: default, channel: { discord: "${forum}" }, keys: [{ name: other }] }
`;

const settings = (): Settings => ({
  DATABASE_URL: `file:${join(folder, 'reveille.db')}`,
  PORT: '0',
  DISCORD_TOKEN: discord.botToken,
  DISCORD_API_URL: discord.api,
});

async function apply(text = team): Promise<void> {
  const path = join(folder, 'team.yaml');
  writeFileSync(path, text);
  await runCommand(['apply', path], settings());
}

const report = z.object({ findings: z.array(z.object({ area: z.string(), result: z.string(), what: z.string() })) });

/** What is said of chat: everything, and what is not fine. Never with the token in it. */
async function doctor(change: Settings = {}) {
  const run = start(['doctor', '--json'], { ...settings(), ...change });
  await run.ended;
  const { findings } = report.parse(JSON.parse(run.output()));
  expect(run.output()).not.toContain(discord.botToken);
  const chat = findings.filter(({ area }) => area === 'chat');
  const said = chat.flatMap(({ result, what }) => (result === 'ok' ? [] : [`${result}: ${what}`]));
  return { fine: chat.filter(({ result }) => result === 'ok').map(({ what }) => what), said, findings };
}

const noCommands = 'warning: The server has no slash commands of Reveille yet.';

test('a server in which all is well has nothing to be said, and nothing of it is changed', async () => {
  await apply();
  await startServer(settings());
  await expect.poll(() => discord.commands.length).toBe(2);
  const before = discord.calls.length;
  const { said, fine, findings } = await doctor();
  expect(said).toEqual([]);
  expect(fine).toEqual([
    `Discord accepts DISCORD_TOKEN, of the application Reveille (${discord.applicationId}).`,
    `The bot is in Sandbox (${guild}).`,
    expect.stringContaining(
      `/oauth2/authorize?client_id=${discord.applicationId}&scope=bot+applications.commands&perm`,
    ),
    expect.stringContaining('View Channels (seeing the channels that cards go to); '),
    `The account acme is connected to Sandbox (${guild}).`,
    'The slash commands are there, as this version has them.',
    `Reveille is in #incidents (${forum}), for the cards of Database.`,
    `Reveille is in #ops (${ops}), for the cards of Web shop.`,
    '2 people of acme can be written to directly in Discord.',
  ]);
  expect(findings.map(({ what }) => what)).toContain(`Discord is set up, at ${discord.api}.`);
  expect(discord.calls.slice(before).filter(({ method }) => !method.startsWith('GET '))).toEqual([]);
});

test('permissions that lack, channels that are not seen or not there, and who is not on the server', async () => {
  await apply(
    team
      .replace(bo, '1100000000000000998')
      .replace('people:', `notices: { discord: "${random}" }\npeople:`)
      .replace(`"${forum}"`, '"1100000000000000999"'),
  );
  discord.deny(ops, May.EmbedLinks | May.SendMessagesInThreads);
  expect((await doctor()).said).toEqual([
    noCommands,
    'wrong: The channel 1100000000000000999, for the cards of Database, is not there for Reveille: That channel is not there, or I am not in its server.',
    `wrong: #ops (${ops}), for the cards of Web shop, does not let Reveille do all that it has to: Embed Links, Send Messages in Threads.`,
    `wrong: The channel ${random}, for what the owners are told, is not there for Reveille: I cannot see that channel. Give the role of Reveille View Channel there; if I was removed from the server, let me in again.`,
    'wrong: Bo Diddley (1100000000000000998) stands in a policy and cannot be written to: There is no such person on Discord.',
  ]);
});

test('a bot that is not on its server, with the way to let it in', async () => {
  await apply();
  discord.removeBot();
  const run = start(['doctor'], settings());
  await run.ended;
  expect(run.output()).toContain(
    `  ✗ Reveille is not in the server ${guild}, to which the account acme is connected.\n    → Let it in: ${new URL(discord.api).origin}/oauth2/authorize?client_id=`,
  );
});

test('a token that Discord does not take, an error and nobody there are said', async () => {
  await apply();
  expect((await doctor({ DISCORD_TOKEN: 'MTE.other.hush' })).said).toEqual([
    'wrong: Discord does not accept DISCORD_TOKEN.',
  ]);
  const { host } = new URL(discord.api);
  const unknown = `wrong: Whether Discord accepts DISCORD_TOKEN could not be found out at ${host}`;
  discord.faults.begin({ kind: 'server-error', lasts: 'until-ended' });
  expect((await doctor()).said).toEqual([`${unknown}: Discord answered HTTP 500.`]);
  discord.faults.mendAll();
  discord.faults.begin({ kind: 'outage', answer: 'none', lasts: 'until-ended' });
  expect((await doctor()).said).toEqual([expect.stringContaining(`${unknown}: the connection failed`)]);
});

test('two platforms are both looked at, and one that is connected without a token is said', async () => {
  slack = await startSandbox({ host: '127.0.0.1', port: 0 });
  const { apiUrl, appToken, botToken, teamId } = slack.slack;
  await apply(team.replace('connect: {', `connect: { slack: ${teamId},`));
  const both = { SLACK_API_URL: apiUrl, SLACK_APP_TOKEN: appToken, SLACK_BOT_TOKEN: botToken };
  const { said, fine } = await doctor(both);
  expect(said).toEqual([noCommands]);
  expect(fine).toContain(`The account acme is connected to Sandbox (${teamId}).`);
  expect(fine).toContain(`The account acme is connected to Sandbox (${guild}).`);
  expect((await doctor()).said).toEqual([
    noCommands,
    'warning: The account acme is connected to Slack, and no token of Slack is set, so nothing is shown and nobody is paged there.',
  ]);
});

test('the sandbox is looked at in both of its chats', async () => {
  const local: Settings = { DATABASE_URL: `file:${join(folder, 'sandbox.db')}`, PORT: '0', SANDBOX_PORT: '0' };
  const server = await startServer(local);
  await expect.poll(() => server.output()).toContain('Open this page');
  const page = /Open this page: +(\S+)/.exec(server.output())?.[1] ?? '';
  const run = start(['doctor'], { ...local, SANDBOX_PORT: new URL(page).port });
  await run.ended;
  expect(run.output()).toContain('✓ Slack accepts SLACK_BOT_TOKEN');
  expect(run.output()).toContain('✓ Discord accepts DISCORD_TOKEN');
  expect(run.output()).toContain('✓ 2 people of sandbox can be written to directly in Discord.');
  expect(run.output()).toMatch(/\n0 wrong, 1 to look at\.\n$/);
});
