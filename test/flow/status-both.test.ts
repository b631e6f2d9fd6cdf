import { afterEach, expect, test } from 'vitest';
import type { Platform } from '../../src/account/platform.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());
const both: { platforms: readonly Platform[] } = { platforms: ['slack', 'discord'] };

test('each platform is said for itself, from whichever it is asked', async () => {
  world = await makeWorld(both);
  const trouble = 'Discord cannot be reached at discord.com since 02:14 UTC (the connection ended).';
  for (let asked = 0; asked < 2; asked += 1) {
    const said = await world.say('U0ADA', '/reveille status');
    expect(said).toContain('Slack is connected.\nDiscord is connected.\n');
  }
  Object.assign(world.chats[1] ?? {}, { trouble: () => trouble });
  expect(await world.say('U0BO', '/reveille status')).toContain(`Slack is connected.\n${trouble}\n`);
});

test('a channel that is closed is said with its platform', async () => {
  world = await makeWorld(both);
  const reason = 'That channel is not there, or I am not in its server.';
  world.chats[1]?.breaks((what, channel) =>
    what === 'post' && channel === 'C0OPS' ? { kind: 'gone', what: 'channel', reason } : undefined,
  );
  await world.alert();
  expect(await world.say('U0ADA', '/reveille status')).toContain(
    `Nothing can be shown in C0OPS of Discord since 02:14: ${reason}`,
  );
});

test('a platform without a token is said, and one that another account alone is connected to', async () => {
  world = await makeWorld({ platforms: ['slack'] });
  const server = '300000000000000001';
  await world.apply((text) => text.replace('slack: T0ACME', `slack: T0ACME, discord: "${server}"`));
  expect(await world.say('U0BO', '/reveille status')).toContain(
    'Slack is connected.\nYour account is connected to Discord too, but no token of Discord is set: nothing is shown there.\n',
  );
  await world.close();

  world = await makeWorld(both);
  await world.applyOther(
    'account: other\nconnect: { slack: "T0OTHER" }\npeople:\n  cy: { name: Cy, zone: UTC, role: owner, slack: "U0CY" }\n',
  );
  const speaker = { platform: 'slack', workspace: 'T0OTHER', person: 'U0CY' } as const;
  const said = await world.app.chat.command({ speaker, name: 'reveille', text: 'status', channel: 'C0OPS' });
  expect(said?.lines).toContainEqual(['Discord is connected, but not to your account.']);
});
