import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { messageBlocks } from './slack/blocks.ts';
import { emptyWorld, type Kept } from './world.ts';

/** A burst of changes is written once. */
const settleMs = 200;

const kept = z.strictObject({
  version: z.literal(1),
  lastTs: z.string().regex(/^\d+\.\d{6}$/),
  dms: z.array(
    z.strictObject({ id: z.string(), name: z.string(), botIsMember: z.boolean(), dmWith: z.string().nullable() }),
  ),
  messages: z.array(
    z.strictObject({
      channel: z.string(),
      ts: z.string(),
      author: z.string(),
      text: z.string(),
      blocks: messageBlocks,
      threadTs: z.string().nullable(),
      edited: z.strictObject({ by: z.string(), ts: z.string() }).nullable(),
      onlyFor: z.null(),
    }),
  ),
});

/** The world as it was left; empty when there is no file. Throws, naming the file, when it holds something else. */
export function readWorldFile(file: string | undefined): Kept {
  if (file === undefined || !existsSync(file)) return emptyWorld;
  try {
    const { version: _, ...world } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    return world;
  } catch (cause) {
    throw new Error(`${file} does not hold a sandbox's world. Move it away to begin with an empty one.`, { cause });
  }
}

export interface WorldFile {
  /** Writes a little later, once for a burst. */
  soon(): void;
  /** Writes what is still to be written. */
  flush(): void;
}

/** Keeps a world in a file that only its owner may read; a reader sees the old one or the new one, never half of it. */
export function keepWorldFile(file: string | undefined, world: () => object): WorldFile {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (timer === undefined || file === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    mkdirSync(dirname(file), { recursive: true });
    const fresh = `${file}.${process.pid}.tmp`;
    writeFileSync(fresh, JSON.stringify({ version: 1, ...world() }), { mode: 0o600, flush: true });
    renameSync(fresh, file);
  };
  return {
    soon() {
      if (file !== undefined) timer ??= setTimeout(flush, settleMs);
    },
    flush,
  };
}
