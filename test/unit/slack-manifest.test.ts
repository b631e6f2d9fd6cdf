import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { slackCommands } from '../../adapters/slack/commands.ts';
import { slackScopes } from '../../adapters/slack/scopes.ts';
import { packageRoot } from '../../src/lib/package-root.ts';

/** Sizes from https://docs.slack.dev/reference/app-manifest */
const shape = z.object({
  display_information: z.object({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
  }),
  features: z.object({
    bot_user: z.object({ display_name: z.string().max(80), always_online: z.literal(true) }),
    slash_commands: z.array(
      z.object({ command: z.string().max(32), description: z.string().max(2000), usage_hint: z.string().max(1000) }),
    ),
  }),
  oauth_config: z.object({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.object({
    interactivity: z.object({ is_enabled: z.literal(true) }),
    socket_mode_enabled: z.literal(true),
  }),
});
const manifest = shape.parse(parse(readFileSync(join(packageRoot, 'manifest.yml'), 'utf8')));

test('the manifest asks for the commands that the adapter takes', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(slackCommands);
});

test('the manifest asks for the scopes that the adapter uses, and no others', () => {
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...slackScopes].toSorted());
});

test('the bot is called what the invitations say', () => {
  expect(manifest.features.bot_user.display_name).toBe('Reveille');
});
