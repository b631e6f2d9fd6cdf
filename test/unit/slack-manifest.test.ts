import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { slackCommands } from '../../adapters/slack/commands.ts';
import { optionalScopes, scopeOfMethod, slackScopes } from '../../adapters/slack/scopes.ts';
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
      z.object({
        command: z.string().max(32),
        url: z.url().optional(),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
      }),
    ),
  }),
  oauth_config: z.object({ scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }) }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.url().optional(), bot_events: z.array(z.string()) }).optional(),
    interactivity: z.object({ is_enabled: z.literal(true), request_url: z.url().optional() }),
    socket_mode_enabled: z.boolean(),
  }),
});
const read = (...path: string[]): string => readFileSync(join(packageRoot, ...path), 'utf8');
const manifest = shape.parse(parse(read('manifest.yml')));

const allScopes = [...slackScopes, ...optionalScopes].toSorted();

/** What the adapter's code says, so that a call or a listener that is added later is noticed. */
const code = readdirSync(join(packageRoot, 'adapters', 'slack'))
  .map((name) => read('adapters', 'slack', name))
  .join('\n');

test('the manifest asks for the commands that the adapter takes', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(slackCommands);
});

test('the manifest asks for the scopes that the adapter uses, and no others', () => {
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(allScopes);
});

test('what the product does not use yet need not be allowed, and no scope that it uses is optional', () => {
  expect(manifest.oauth_config.scopes.bot_optional).toEqual(optionalScopes);
  expect(optionalScopes.filter((scope) => slackScopes.has(scope))).toEqual([]);
});

test('every method that the adapter calls has its scope written down, and no other', () => {
  const called = [...code.matchAll(/\bclient\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)].map((match) => match[1] ?? '');
  expect([...new Set(called)].toSorted()).toEqual(Object.keys(scopeOfMethod).toSorted());
});

test('the manifest subscribes to the events that the adapter listens to', () => {
  const heard = [...code.matchAll(/\.event\('([a-z_.]+)'/g)].map((match) => match[1]);
  expect((manifest.settings.event_subscriptions?.bot_events ?? []).toSorted()).toEqual(heard.toSorted());
});

test('the page about Slack names every scope', () => {
  const named = [...read('docs', 'slack.md').matchAll(/^\| `([a-z:.]+)` +\|/gm)].map((match) => match[1] ?? '');
  expect(named.toSorted()).toEqual(allScopes);
});

test('the bot is called what the invitations say', () => {
  expect(manifest.features.bot_user.display_name).toBe('Reveille');
});

test('as it stands it is for Socket Mode', () => {
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(manifest)).not.toContain('http');
});

describe('made for HTTP as the page about Slack says', () => {
  const command = /^ *(sed .+ manifest\.yml)$/m.exec(read('docs', 'slack.md'))?.[1] ?? '';
  const made = execFileSync('/bin/sh', ['-c', command], { cwd: packageRoot, encoding: 'utf8' });
  const http = shape.parse(parse(made));
  const url = 'https://YOUR-HOST/slack/events';

  test('every command, interactivity and the events come to the one address', () => {
    expect(http.features.slash_commands.map((each) => [each.command, each.url])).toEqual(
      slackCommands.map((name) => [name, url]),
    );
    expect(http.settings.interactivity.request_url).toBe(url);
    expect(http.settings.event_subscriptions?.request_url ?? url).toBe(url);
  });

  test('it is no Socket Mode, and the rest is the same', () => {
    expect(http.settings.socket_mode_enabled).toBe(false);
    const bare = JSON.stringify(http)
      .replaceAll(/"(?:request_)?url":"[^"]+",?/g, '')
      .replaceAll(',}', '}');
    expect(JSON.parse(bare)).toEqual({
      ...manifest,
      settings: { ...manifest.settings, socket_mode_enabled: false },
    });
  });
});
