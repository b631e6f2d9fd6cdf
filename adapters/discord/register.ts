import { Routes } from 'discord.js';
import { z } from 'zod';
import { describedCommands } from '../../src/chat/commands/described.ts';
import { definitionsOf } from './definitions.ts';
import type { Caller } from './web.ts';

/** What we say of a command, out of what Discord tells; it fills in much that we leave out. */
const choice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });
const leaf = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string().default(''),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  choices: z.array(choice).default([]),
  max_length: z.number().optional(),
  min_value: z.number().optional(),
});
const option = leaf.extend({ options: z.array(leaf).default([]) });
const command = z.object({
  type: z.number().default(1),
  name: z.string(),
  description: z.string().default(''),
  options: z.array(option).default([]),
});
const listed = z.array(command);

/**
 * Tells Discord which commands there are in one server, all at once, where it knows others. True: it was told.
 * https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-guild-application-commands
 */
export async function registerCommands(call: Caller, application: string, guild: string): Promise<boolean> {
  if ((await commandsIn(call, application, guild)) === 'current') return false;
  await call('put', Routes.applicationGuildCommands(application, guild), definitionsOf(describedCommands()));
  return true;
}

/** Which commands Discord shows in one server: ours as this version has them, others, or none. Changes nothing. */
export async function commandsIn(
  call: Caller,
  application: string,
  guild: string,
): Promise<'current' | 'others' | 'none'> {
  const known = comparable(await call('get', Routes.applicationGuildCommands(application, guild)));
  if (known === comparable(definitionsOf(describedCommands()))) return 'current';
  return known === '[]' ? 'none' : 'others';
}

function comparable(commands: unknown): string {
  const parsed = listed.safeParse(commands);
  if (!parsed.success) return '';
  return JSON.stringify(parsed.data.toSorted((a, b) => a.name.localeCompare(b.name)));
}
