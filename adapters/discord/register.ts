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
  const wanted = definitionsOf(describedCommands());
  const route = Routes.applicationGuildCommands(application, guild);
  if (comparable(await call('get', route)) === comparable(wanted)) return false;
  await call('put', route, wanted);
  return true;
}

function comparable(commands: unknown): string {
  const parsed = listed.safeParse(commands);
  if (!parsed.success) return '';
  return JSON.stringify(parsed.data.toSorted((a, b) => a.name.localeCompare(b.name)));
}
