import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Command } from './commands.ts';
import { commandForm } from './form/commands.ts';
import { messageRows } from './form/components.ts';
import { messageEmbeds } from './form/embeds.ts';
import { emptyWorld, type Kept } from './world.ts';

const id = z.string().regex(/^\d{1,20}$/);

const thread = z.strictObject({
  kind: z.literal('thread'),
  id,
  parent: id,
  name: z.string(),
  ownerId: id,
  archived: z.boolean(),
  locked: z.boolean(),
  archivesAfter: z.int(),
  archivedOrNotAt: z.int(),
});

const message = z.strictObject({
  id,
  channel: id,
  author: id,
  content: z.string(),
  embeds: messageEmbeds,
  rows: messageRows,
  mentions: z.strictObject({ users: z.array(id), roles: z.array(id), everyone: z.boolean() }),
  flags: z.int(),
  nonce: z.union([z.string(), z.int()]).nullable(),
  replyTo: id.nullable(),
  editedAt: z.int().nullable(),
  onlyFor: z.null(),
  asked: z.strictObject({ interaction: id, kind: z.enum(['command', 'component', 'form']), person: id }).nullable(),
});

const kept = z.strictObject({
  version: z.literal(1),
  lastId: id,
  threads: z.array(thread),
  dms: z.array(z.strictObject({ kind: z.literal('dm'), id, person: id })),
  messages: z.array(message),
  roles: z.record(id, z.array(id)),
  commands: z.array(z.strictObject({ id, version: id, guildId: id.nullable(), form: commandForm })).default([]),
});

/** What an app has registered stays registered. */
type Left = Kept & { readonly commands: readonly Command[] };

/** The world as it was left; empty when there is no file. Throws, naming the file, when it holds something else. */
export function readWorldFile(file: string | undefined): Left {
  if (file === undefined || !existsSync(file)) return { ...emptyWorld, commands: [] };
  try {
    const { version: _, ...world } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    return world;
  } catch (cause) {
    throw new Error(`${file} does not hold a local Discord's world. Move it away to begin with an empty one.`, {
      cause,
    });
  }
}
