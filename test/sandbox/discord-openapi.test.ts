import { Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { breakable } from '../../sandbox/discord/fault.ts';
import { openApiFile, openApiJudge } from '../support/discord-openapi.ts';
import { openDiscord, ops, refusal, restOf } from './discord-clients.ts';

test('what a description of the API has against a body is said, and nothing is done', async () => {
  const discord = await openDiscord({ judge: ({ verb, path }) => [`${verb} ${path} is not to my liking`] });
  const call = restOf(discord).post(Routes.channelMessages(ops), { body: { content: 'a' } });
  await expect(call).rejects.toThrow('POST /channels/{channel.id}/messages is not to my liking');
  expect(await refusal(restOf(discord).get(Routes.user()))).toMatchObject({ code: 50035 });
  expect(discord.world.messages).toEqual([]);
});

test.runIf(openApiFile !== undefined).each(breakable)('%s is a route of Discord’s own description', (name) => {
  const [verb = '', path = ''] = name.split(' ');
  expect(() => openApiJudge?.({ verb, path, body: {} })).not.toThrow();
});
