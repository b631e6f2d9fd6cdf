import { ChannelFlags, ChannelType, PermissionFlagsBits as May } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { allowedIn, type Standing } from '../../adapters/discord/allowed.ts';
import { applicationVerdicts } from '../../adapters/discord/application.ts';
import { neededPermissions } from '../../adapters/discord/permissions.ts';
import { seenChannel } from '../../adapters/discord/seen-channel.ts';

const all = neededPermissions.reduce((sum, { flag }) => sum | May[flag], 0n);
const standing = (change: Partial<Standing> = {}): Standing => ({
  guild: 'g',
  owner: 'ada',
  member: 'bot',
  roles: [
    { id: 'g', permissions: May.ViewChannel },
    { id: 'reveille', permissions: May.SendMessages },
    { id: 'other', permissions: May.BanMembers },
  ],
  held: ['reveille'],
  ...change,
});
const over = (id: string, type: 0 | 1, deny: bigint, allow = 0n) => ({ id, type, deny, allow });

describe('what the bot may do in a channel', () => {
  const [view, send] = [May.ViewChannel, May.SendMessages];
  test.each([
    ['everybody and its own roles, not those of others', [], view | send],
    ['taken from everybody', [over('g', 0, view)], send],
    ['given back to its role', [over('g', 0, view), over('reveille', 0, 0n, view)], view | send],
    ['between roles, what is allowed wins', [over('reveille', 0, send, 0n), over('g', 0, 0n, send)], view],
    ['a role that it has not', [over('other', 0, view | send)], view | send],
    ['itself before its roles', [over('reveille', 0, 0n, send), over('bot', 1, send)], view],
    ['another member', [over('ada', 1, view | send)], view | send],
    ['a role whose id is that of the bot is not the bot', [over('bot', 0, view | send)], view | send],
  ])('%s', (_, overwrites, may) => {
    expect(allowedIn(standing(), overwrites)).toBe(may);
  });

  test('an administrator and the owner may everything, whatever the channel says', () => {
    const roles = [{ id: 'g', permissions: May.Administrator }];
    const denied = [over('g', 0, all)];
    expect(allowedIn(standing({ roles }), denied) & all).toBe(all);
    expect(allowedIn(standing({ owner: 'bot' }), denied) & all).toBe(all);
  });
});

describe('a channel', () => {
  const free = standing({ roles: [{ id: 'g', permissions: all }] });
  const channel = {
    type: ChannelType.GuildText as number,
    guild_id: 'g',
    name: 'ops',
    flags: 0,
    permission_overwrites: [],
  };
  test.each([
    ['for text', {}, []],
    ['for announcements', { type: ChannelType.GuildAnnouncement }, []],
    ['of posts', { type: ChannelType.GuildForum }, []],
    ['on another server', { guild_id: 'h' }, ['is not on the server of this account.']],
    ['that is a category', { type: ChannelType.GuildCategory }, ['holds no messages that a card could be.']],
    ['that is a thread', { type: ChannelType.PublicThread }, ['holds no messages that a card could be.']],
    [
      'of posts that need a tag',
      { type: ChannelType.GuildForum, flags: ChannelFlags.RequireTag },
      ['asks for a tag on each post, which Reveille does not give.'],
    ],
  ])('%s', (_, change, said) => {
    const { name, objections } = seenChannel({ ...channel, ...change }, free);
    expect(name).toBe('#ops');
    expect(objections.map(({ what }) => what)).toEqual(said);
  });

  test('what is lacking is said with what it is for', () => {
    const [objection] = seenChannel(channel, standing()).objections;
    expect(objection?.what).toBe(
      'does not let Reveille do all that it has to: Embed Links, Read Message History, Create Public Threads, Send Messages in Threads.',
    );
    expect(objection?.todo).toContain('Embed Links is for what stands in a card');
  });
});

test('settings of the application that keep presses or the bot away', () => {
  const app = { id: '1', name: 'Reveille', interactions_endpoint_url: null, bot_require_code_grant: false };
  expect(applicationVerdicts(app)).toEqual([]);
  const said = applicationVerdicts({
    ...app,
    interactions_endpoint_url: 'https://x.example.com/y',
    bot_require_code_grant: true,
  });
  expect(said.map(({ result, what }) => `${result}: ${what}`)).toEqual([
    'wrong: Discord sends presses and commands to https://x.example.com/y, so none of them reaches Reveille.',
    'warning: The application asks for a code grant, so the link below lets nobody in.',
  ]);
});
