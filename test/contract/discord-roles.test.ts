import { RateLimitError } from 'discord.js';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createHealth } from '../../adapters/discord/health.ts';
import { createDiscordPort } from '../../adapters/discord/port.ts';
import { type Caller, createCallers } from '../../adapters/discord/web.ts';
import type { Discord } from '../../sandbox/discord/discord.ts';
import type { ChatPort } from '../../src/chat/port.ts';
import { minutes } from '../../src/lib/clock.ts';
import { openDiscord } from '../sandbox/discord-clients.ts';
import { people } from '../support/discord-world.ts';
import { type StrictLog, strictLog } from '../support/log.ts';

const { ada, bo, cy } = people;
const everybody = [ada, bo, cy];
const onCall = '1100000000000000201';
const member = 'GET /guilds/{guild.id}/members/{user.id}';
const members = (...some: string[]) => ({ kind: 'done', value: { members: some } });

let discord: Discord;
let log: StrictLog;
let now: number;
let workspace: string | null;
let port: ChatPort;
beforeEach(async () => {
  discord = await openDiscord();
  log = strictLog();
  now = 1_767_580_200_000;
  workspace = discord.guildId;
  const over = new AbortController();
  onTestFinished(() => over.abort());
  port = portOver(createCallers({ apiUrl: discord.api, token: discord.botToken, timeout: 2000 }, over.signal).bot);
});

function portOver(call: Caller): ChatPort {
  const clock = () => now;
  const health = createHealth({ host: 'localhost', clock, log });
  return createDiscordPort({ call, health, workspace: () => workspace, isForum: () => false, clock, log });
}

test('whoever was given the role is in it, until it is taken from them', async () => {
  expect(await port.membersOf(onCall, everybody)).toEqual(members());
  discord.setRole(cy, onCall, true);
  discord.setRole(ada, onCall, true);
  expect(await port.membersOf(onCall, everybody)).toEqual(members(ada, cy));
  discord.setRole(ada, onCall, false);
  expect(await port.membersOf(onCall, everybody)).toEqual(members(cy));
  log.expectQuiet();
});

test('whoever has left the server is in no role, and has lost theirs when they come back', async () => {
  discord.setRole(ada, onCall, true);
  discord.setRole(bo, onCall, true);
  discord.setHere(ada, false);
  expect(await port.membersOf(onCall, everybody)).toEqual(members(bo));
  discord.setHere(ada, true);
  expect(await port.membersOf(onCall, everybody)).toEqual(members(bo));
});

test('in the role of everybody is everybody who is on the server', async () => {
  discord.setHere(bo, false);
  expect(await port.membersOf(discord.guildId, everybody)).toEqual(members(ada, cy));
});

test('what is no id of a person is in no role, and keeps nobody else out', async () => {
  discord.setRole(ada, onCall, true);
  expect(await port.membersOf(onCall, ['@ada', ada])).toEqual(members(ada));
});

test('on a server without us there is nothing to ask about', async () => {
  discord.removeBot();
  const reason = 'I am not on the server of that role.';
  expect(await port.membersOf(onCall, [ada])).toEqual({ kind: 'gone', what: 'group', reason });
  workspace = '1100000000000000009';
  expect(await port.membersOf(onCall, [ada])).toEqual({ kind: 'gone', what: 'group', reason });
  workspace = null;
  expect(await port.membersOf(onCall, [ada])).toMatchObject({ kind: 'broken' });
});

test('all of it is asked with GET, and without an intent', async () => {
  await port.membersOf(onCall, [ada, bo]);
  const role = 'GET /guilds/{guild.id}/roles/{role.id}';
  expect(discord.calls.map(({ method }) => method)).toEqual([role, member, member]);
});

describe('a team that is longer than Discord answers for at once', () => {
  const team = Array.from({ length: 12 }, (_, at) => String(1100000000000001001n + BigInt(at)));
  let told: string[];
  let left: number;
  let roles: readonly string[];
  /** Tells the roles of so many people; then it wants peace, or the line is cut. */
  const discordOf = (end: () => Error): Caller => {
    return async (_method, route) => {
      if (route.includes('/roles/')) return { id: onCall };
      if (left === 0) throw end();
      left -= 1;
      told.push(route.slice(route.lastIndexOf('/') + 1));
      return { roles };
    };
  };
  beforeEach(() => {
    told = [];
    left = 5;
    roles = [onCall];
  });
  const peace = () =>
    new RateLimitError({
      timeToReset: 1000,
      limit: 5,
      method: 'GET',
      hash: 'members',
      url: '',
      route: '',
      majorParameter: '',
      global: false,
      retryAfter: 1000,
      sublimitTimeout: 0,
      scope: 'user',
    });

  test.each([
    ['peace', 'later', peace],
    ['a cut line', 'broken', () => new Error('socket hang up')],
  ])('%s in the midst of it: the next attempt goes on from there, and it ends', async (_, kind, end) => {
    const { membersOf } = portOver(discordOf(end));
    expect(await membersOf(onCall, team)).toMatchObject({ kind });
    left = 5;
    expect(await membersOf(onCall, team)).toMatchObject({ kind });
    left = 5;
    expect(await membersOf(onCall, team)).toEqual(members(...team));
    expect(told).toEqual(team);
  });

  test('what was told is not believed for longer than a minute, and not at all once it has ended', async () => {
    const { membersOf } = portOver(discordOf(peace));
    await membersOf(onCall, team);
    roles = [];
    now += minutes(1);
    left = 12;
    expect(await membersOf(onCall, team)).toEqual(members());
    roles = [onCall];
    left = 12;
    expect(await membersOf(onCall, team)).toEqual(members(...team));
  });
});
